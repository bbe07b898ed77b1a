"""Every address of the house, room by room."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from cms.wagtail_words.scripts import localize_scripts, wagtail_scripts
from members.doors import sign_in

handler429 = "operations.resting.too_many"
handler500 = "operations.resting.server_error"

urlpatterns = [
    path("manage/jsi18n/", wagtail_scripts, name="wagtail_scripts"),
    path("manage/localize/jsi18n/", localize_scripts, name="localize_scripts"),
    path("manage/", include(wagtailadmin_urls)),
    path("accounts/login/", sign_in, name="account_login"),
    path("accounts/", include("allauth.urls")),
    path("", include("home.urls")),
    path("", include("members.urls")),
    path("", include("notifications.urls")),
    path("", include("seats.urls")),
    path("", include("tasks_catalog.urls")),
    path("", include("rewards.urls")),
    path("", include("claims.urls")),
    path("", include("recruitment.urls")),
    path("", include("feedback.urls")),
    path("", include("insights.urls")),
    path("", include("improvement.urls")),
    path("", include("reports.urls")),
    path("", include("cms.urls")),
    path("", include("operations.urls")),
    path("pages/", include("cms.pages.urls")),
]
