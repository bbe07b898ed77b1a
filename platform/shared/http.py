"""What every request of ours has in common."""

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.utils.crypto import salted_hmac
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from members.models import Member


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: "Member"
    htmx: HtmxDetails


@lru_cache(maxsize=10_000)
def reader_key(member: int) -> str:
    """How a phone tells whose pages it keeps, without learning who that is."""
    return salted_hmac("firsthand.reader", str(member), algorithm="sha256").hexdigest()[:16]


class ContentSecurityMiddleware(ContentSecurityPolicyMiddleware):
    """The strict policy everywhere; Wagtail's own, for staff, on Wagtail's path."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith(settings.ADMIN_PATH):
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined,unused-ignore]
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
            response.headers["Firsthand-Reader"] = reader_key(request.user.pk)
        return super().process_response(request, response)
