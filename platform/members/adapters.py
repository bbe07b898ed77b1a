"""How allauth meets our people: who may join, where they arrive, what mail is called."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from members.models import Member
from members.selectors import may_join
from members.services import use_invitation


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Only invited addresses and allowed domains may sign up; everything else is allauth's."""

    def may_join(self, email: str) -> bool:
        """Whether this address may make an account; says nothing about whether one exists."""
        return may_join(email, now=timezone.now())

    def save_user(self, request: HttpRequest, user: Member, form: Any, commit: bool = True) -> Member:  # noqa: FBT001, FBT002
        """A newcomer reads in the language in which they signed up."""
        user.locale = get_language() or user.locale
        saved: Member = super().save_user(request, user, form, commit)
        return saved

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
