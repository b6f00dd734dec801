"""Pages over HTTP and live threads over sockets, behind one door."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from channels.sessions import CookieMiddleware
from django.conf import settings
from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from workinggroups.routing import websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": OriginValidator(
            CookieMiddleware(URLRouter(websocket_urlpatterns)), settings.TRUSTED_ORIGINS
        ),
    }
)
