from django.urls import path

from workinggroups.consumers import ThreadSocket

websocket_urlpatterns = [path("ws/v1/", ThreadSocket.as_asgi())]
