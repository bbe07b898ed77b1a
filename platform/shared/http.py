"""What every request of ours has in common."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from members.models import Member


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: "Member"
    htmx: HtmxDetails


class ContentSecurityMiddleware(ContentSecurityPolicyMiddleware):
    """The strict policy everywhere; Wagtail's own, for staff, on Wagtail's path."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith(settings.ADMIN_PATH):
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined,unused-ignore]
        if request.user.is_authenticated and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return super().process_response(request, response)
