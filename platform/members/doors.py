"""The door of the house: inside WeChat or WeCom it opens by itself, elsewhere it asks who is there."""

from typing import Any

from allauth.account.views import login as ask
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.forms import SignupForm as AllauthSocialSignupForm
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import Provider
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from members.forms import refuse_outsiders
from members.messengers import Messenger, is_inside, messenger_of
from members.models import Member
from members.rights import public
from members.selectors import may_join
from members.services import use_invitation

CHOSEN = "with"
BY_HAND = "by"  # `?by=mail`: who has signed out, or whom the messenger refused, is not sent there again


@public
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """allauth's page; inside a messenger that is set up, straight to it and back, so that a shared link just opens.

    `?with=wecom` goes there from anywhere: a link, because the policy of our pages lets no form end on another host.
    """
    messenger = _wanted(request) if request.method == "GET" and not request.user.is_authenticated else None
    if messenger is None:
        page: HttpResponseBase = ask(request)
        return page
    onward = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    away: HttpResponseBase = messenger.redirect(request, process="login", next_url=onward if own else None)
    return away


def _wanted(request: HttpRequest) -> Provider | None:
    """The provider that somebody chose, or whose web view asks; None without keys for it, and for whoever wants to type."""
    inside = messenger_of(request)
    chosen = request.GET.get(CHOSEN, "") or (inside if inside and BY_HAND not in request.GET and is_inside(request, inside) else "")
    return next((found for found in get_adapter().list_providers(request) if found.id == chosen), None) if chosen else None


class SocialAdapter(DefaultSocialAccountAdapter):
    """Which keys serve which web view, and that a proven address may join only if it might have typed itself in."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[SocialApp]:
        found: list[SocialApp] = super().list_apps(request, provider=provider, client_id=client_id)
        # An account that was made by the other way must still be shown, so without fitting keys the others will do.
        return [app for app in found if _fits(request, app)] or found

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """The keys of a provider; without any it does not exist, whoever asks for its address."""
        try:
            return super().get_app(request, provider=provider, client_id=client_id)
        except SocialApp.DoesNotExist as unset:
            raise Http404 from unset

    def list_providers(self, request: HttpRequest) -> list[Provider]:
        return [found for found in super().list_providers(request) if found.app is None or _fits(request, found.app)]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        proven = [address.email for address in sociallogin.email_addresses if address.verified]
        return all(may_join(address, now=timezone.now()) for address in proven)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Member:
        """Whoever arrives with a proven address uses their invitation now; others do when they have proven theirs."""
        member: Member = super().save_user(request, sociallogin, form)
        if any(address.verified and address.email.lower() == member.email.lower() for address in sociallogin.email_addresses):
            use_invitation(member=member, now=timezone.now())
        return member


def _fits(request: HttpRequest | None, app: SocialApp) -> bool:
    inside = request is not None and is_inside(request, Messenger.WECHAT)
    return app.provider != Messenger.WECHAT or bool(app.settings.get("in_app")) == inside


class SocialSignupForm(AllauthSocialSignupForm):
    """Who comes by WeChat says their work address once, and proves it like everybody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your work address")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        refuse_outsiders(self.cleaned_data["email"])
        email: str = super().clean_email()
        return email
