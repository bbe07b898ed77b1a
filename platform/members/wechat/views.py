"""WeChat's way of OAuth 2: other names for the parameters, a fragment at the end, errors in answers that say 200."""

from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import HttpRequest


class WeChatClient(OAuth2Client):
    """Asks with `appid`, and reads what comes back as UTF-8 whatever its header says."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        asked = {"appid": self.consumer_key, "redirect_uri": self.callback_url, "response_type": "code", "scope": ",".join(scope)}
        return f"{authorization_url}?{urlencode({**asked, 'state': self.state, **extra_params})}#wechat_redirect"

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None) -> dict[str, Any]:  # noqa: ARG002 - has no PKCE
        asked = {"appid": self.consumer_key, "secret": self.consumer_secret, "code": code, "grant_type": "authorization_code"}
        return read(self.access_token_url, asked, needs="access_token")


class WeChatAdapter(OAuth2Adapter):
    provider_id = "weixin"
    client_class = WeChatClient

    @property
    def access_token_url(self) -> str:
        return f"{settings.WECHAT_API_URL}/sns/oauth2/access_token"

    @property
    def authorize_url(self) -> str:
        in_app = self.get_provider().app.settings.get("in_app")
        return f"{settings.WECHAT_OPEN_URL}/connect/{'oauth2/authorize' if in_app else 'qrconnect'}"

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:  # noqa: ARG002
        given = kwargs["response"]
        who = read(f"{settings.WECHAT_API_URL}/sns/userinfo", {"access_token": token.token, "openid": given["openid"]}, needs="openid")
        return self.get_provider().sociallogin_from_response(request, who)


def read(url: str, asked: dict[str, str], *, needs: str, body: dict[str, str] | None = None) -> dict[str, Any]:
    """One answer of WeChat's or WeCom's server; raises OAuth2Error when it is a refusal or lacks what is needed."""
    with get_adapter().get_requests_session() as session:
        answer = session.post(url, params=asked, json=body, timeout=5) if body else session.get(url, params=asked, timeout=5)
        answer.raise_for_status()
        answer.encoding = "utf-8"
        try:
            found: dict[str, Any] = answer.json()
        except ValueError as unreadable:
            raise OAuth2Error(f"{url} gave no answer that can be read") from unreadable
    if found.get("errcode") or not found.get(needs):
        raise OAuth2Error(f"{url} refused: {found.get('errcode')} {found.get('errmsg')}")
    return found


oauth2_login = OAuth2LoginView.adapter_view(WeChatAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(WeChatAdapter)
