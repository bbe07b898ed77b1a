"""Sign-in by WeChat: the QR page on a computer, the silent way inside the app; one person by their union id."""

from typing import Any

from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider

from members.wechat.views import WeChatAdapter


class WeChatAccount(ProviderAccount):
    def to_str(self) -> str:
        return str(self.account.extra_data.get("nickname") or super().to_str())


class WeChatProvider(OAuth2Provider):
    id = "weixin"
    name = "WeChat"
    account_class = WeChatAccount
    oauth2_adapter_class = WeChatAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        # The open id differs between the QR page and the in-app way; the union id is the person's.
        return str(data.get("unionid") or data["openid"])

    def get_default_scope(self) -> list[str]:
        return ["snsapi_userinfo" if self.app.settings.get("in_app") else "snsapi_login"]

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"first_name": str(data.get("nickname", ""))[:40]}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"nickname": data.get("nickname", "")}


provider_classes = [WeChatProvider]
