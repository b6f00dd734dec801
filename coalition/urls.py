"""All addresses. What is not named in an app's `urls.py` does not exist."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views import serve as documents

from coalition.editor import OwnAccountView
from home.views import pages as home
from workinggroups.views.calendars import events_calendar

handler400 = "coalition.errors.bad_request"
handler403 = "coalition.second_step.forbidden"
handler404 = "coalition.errors.not_found"
handler429 = "coalition.errors.too_many"  # allauth asks for it
handler500 = "coalition.errors.server_error"

# the page editor has no door of its own: a second one would stand open without a second factor
to_the_door = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("events.ics", events_calendar, name="events_calendar"),
    path("healthz", home.healthz, name="healthz"),
    path("readyz", home.readyz, name="readyz"),
    path("api/v1/", include("workinggroups.api_urls")),
    path("cms/login/", to_the_door),
    path("cms/password_reset/", to_the_door),
    path(
        "cms/account/",
        require_admin_access(OwnAccountView.as_view()),
        name="wagtailadmin_account",
    ),
    path("cms/", include(wagtailadmin_urls)),
    # Wagtail's own pattern takes numbers that no database can
    re_path(r"^documents/([0-9]{1,18})/(.*)$", documents.serve, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        documents.authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("", include("coalition.media_urls")),
    path("api/v1/", include("actionplans.api.urls")),
    *i18n_patterns(
        path("accounts/", include("coalition.account_urls")),
        path("work/", include("coalition.work_urls")),
        path("", include("cities.urls")),
        path("", include("workinggroups.urls")),
        path("", include("actionplans.urls")),
        path("", include("home.urls")),
        prefix_default_language=False,
    ),
]
