"""How allauth meets our people: who may join, where they arrive, what mail is called."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from members.models import Member
from members.services import use_invitation


class AccountAdapter(DefaultAccountAdapter):
    """Who may join is asked by `members.forms`; arriving, languages and letters are here; everything else is allauth's."""

    def new_user(self, request: HttpRequest) -> Member:  # noqa: ARG002
        """A newcomer reads in the language in which they signed up."""
        return Member(locale=get_language() or settings.LANGUAGE_CODE)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """An invitation is used up when the address is proven, not when somebody types it."""
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            use_invitation(member=email_address.user, now=timezone.now())
        return confirmed

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return _arrival(request) or super().get_login_redirect_url(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return _arrival(request) or super().get_signup_redirect_url(request)

    def format_email_subject(self, subject: str) -> str:
        return subject


def _arrival(request: HttpRequest) -> str:
    newcomer = isinstance(request.user, Member) and not request.user.nickname
    return reverse("members:welcome") if newcomer else ""
