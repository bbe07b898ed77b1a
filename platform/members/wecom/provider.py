"""Sign-in by WeCom: only people of the company's own directory, with the address that the company gave them."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider

from members.wecom.views import WeComAdapter


class WeComAccount(ProviderAccount):
    def to_str(self) -> str:
        return str(self.account.uid)


class WeComProvider(OAuth2Provider):
    id = "wecom"
    name = "WeCom"
    account_class = WeComAccount
    oauth2_adapter_class = WeComAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["userid"]).lower()  # WeCom takes them in any case

    def get_default_scope(self) -> list[str]:
        return ["snsapi_privateinfo"]

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"email": data["biz_mail"]} if data.get("biz_mail") else {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        # The company gives this address out itself; the private one, `email`, is whatever somebody typed.
        return [EmailAddress(email=data["biz_mail"], verified=True, primary=True)] if data.get("biz_mail") else []

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"userid": data["userid"]}


provider_classes = [WeComProvider]
