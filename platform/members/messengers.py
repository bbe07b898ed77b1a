"""WeChat and WeCom: which of them a page is opened in, and what of each is set up. Without keys neither exists."""

from enum import StrEnum

from django.conf import settings
from django.http import HttpRequest


class Messenger(StrEnum):
    """A web view that can sign people in by itself; the value is allauth's name of the provider."""

    WECHAT = "weixin"
    WECOM = "wecom"


def messenger_of(request: HttpRequest) -> Messenger | None:
    """The messenger whose web view asks, by its own word; a wrong word gets nothing but another way to sign in."""
    agent = request.headers.get("User-Agent", "")
    if "wxwork" in agent:  # WeCom says both
        return Messenger.WECOM
    return Messenger.WECHAT if "MicroMessenger" in agent else None


def is_inside(request: HttpRequest, messenger: Messenger) -> bool:
    """Whether the page is opened in this messenger, and the messenger is set up for it."""
    return messenger_of(request) == messenger and in_app_keys(messenger) is not None


def in_app_keys(messenger: Messenger) -> tuple[str, str] | None:
    """Id and secret with which pages inside the messenger work; None: not set up."""
    if messenger == Messenger.WECOM:
        found = settings.WECOM_CORP_ID, settings.WECOM_SECRET
    else:
        found = settings.WECHAT_IN_APP_ID, settings.WECHAT_IN_APP_SECRET
    return found if all(found) else None
