"""The platform's addresses and a few that fail on purpose."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from coalition import urls
from coalition.errors import Conflict, screen
from coalition.http import workspace

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours")


def unreadable(request: HttpRequest) -> HttpResponse:
    raise BadRequest("damaged")


def busy(request: HttpRequest) -> HttpResponse:
    return screen(request, 503)


@workspace
def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@workspace
def conflict(request: HttpRequest) -> HttpResponse:
    """Refuses the first version and takes the second."""
    if request.POST["version"] == "2":
        return HttpResponse(f"saved {request.POST['text']}")
    rows = [("Результат", "Три датчика\nна реке", request.POST["text"])]
    raise Conflict("Ж. Асанова", timezone.now(), rows, keep={"version": 2})


urlpatterns = [
    path("boom/", boom),
    path("api/boom/", boom),
    path("unreadable/", unreadable),
    path("busy/", busy),
    path("denied/", denied),
    path("conflict/", conflict),
    *urls.urlpatterns,
]
