"""WeCom's way: the company's own token first, then who came with the code, then their address."""

from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import HttpRequest

from members.messengers import Messenger, messenger_of
from members.wechat.views import read


class WeComClient(OAuth2Client):
    """Inside the app the silent way, elsewhere the page with the QR code."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        asked = {"appid": self.consumer_key, "agentid": settings.WECOM_AGENT_ID, "redirect_uri": self.callback_url, "state": self.state}
        if messenger_of(self.request) == Messenger.WECOM:
            asked |= {"response_type": "code", "scope": ",".join(scope)}
            return f"{authorization_url}?{urlencode({**asked, **extra_params})}#wechat_redirect"
        return f"{settings.WECOM_LOGIN_URL}/wwlogin/sso/login?{urlencode({'login_type': 'CorpApp', **asked, **extra_params})}"

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None) -> dict[str, Any]:  # noqa: ARG002 - has no PKCE
        company = read(self.access_token_url, {"corpid": self.consumer_key, "corpsecret": self.consumer_secret}, needs="access_token")
        return company | {"code": code}


class WeComAdapter(OAuth2Adapter):
    provider_id = "wecom"
    client_class = WeComClient

    @property
    def access_token_url(self) -> str:
        return f"{settings.WECOM_API_URL}/cgi-bin/gettoken"

    @property
    def authorize_url(self) -> str:
        return f"{settings.WECHAT_OPEN_URL}/connect/oauth2/authorize"

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:  # noqa: ARG002
        key = {"access_token": token.token}
        # Somebody from outside the company comes with an open id and no user id, and is refused here.
        who = read(f"{settings.WECOM_API_URL}/cgi-bin/auth/getuserinfo", {**key, "code": kwargs["response"]["code"]}, needs="userid")
        return self.get_provider().sociallogin_from_response(request, who | self._address(key, who))

    def _address(self, key: dict[str, str], who: dict[str, Any]) -> dict[str, Any]:
        """The company's address of theirs; without their consent, or before the company gives any, they type it themselves."""
        if not who.get("user_ticket"):
            return {}
        url = f"{settings.WECOM_API_URL}/cgi-bin/auth/getuserdetail"
        try:
            return {"biz_mail": read(url, key, needs="userid", body={"user_ticket": who["user_ticket"]}).get("biz_mail")}
        except OAuth2Error:
            return {}


oauth2_login = OAuth2LoginView.adapter_view(WeComAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(WeComAdapter)
