"""What WeChat's and WeCom's script needs before a page may share a card or scan: a signature over the page's own address."""

import hashlib
import logging
import secrets
from datetime import datetime
from typing import TypedDict

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.core.cache import cache
from requests import RequestException

from members.messengers import Messenger, in_app_keys
from members.wechat.views import read

log = logging.getLogger(__name__)

TICKET_LASTS = 110 * 60  # seconds; they say two hours
REST = 60  # seconds until a server that gave none is asked again: each page of each guest would wait for it


class Config(TypedDict):
    """What `wx.config` takes."""

    appId: str
    timestamp: int
    nonceStr: str
    signature: str


def config_for(messenger: Messenger, *, url: str, now: datetime) -> Config | None:
    """The signed configuration of one page; None when the messenger is not set up, or its server is away: the page works without."""
    keys = in_app_keys(messenger)
    if keys is None:
        return None
    try:
        ticket = _ticket(messenger, *keys)
    except (OAuth2Error, RequestException) as away:
        # Not the words of a RequestException: they quote the address, and in it stands the secret.
        said = away if isinstance(away, OAuth2Error) else type(away).__name__
        log.warning("%s gave no ticket; its pages share and scan the ordinary way: %s", messenger.name, said)
        ticket = ""
        cache.set(f"jssdk:{messenger}", ticket, REST)
    if not ticket:
        return None
    nonce, timestamp = secrets.token_hex(8), int(now.timestamp())
    return {"appId": keys[0], "timestamp": timestamp, "nonceStr": nonce, "signature": sign(ticket, nonce, timestamp, url)}


def sign(ticket: str, nonce: str, timestamp: int, url: str) -> str:
    """Their signature: SHA-1 over four named values in this order, the address without its fragment."""
    text = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url.partition('#')[0]}"
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def _ticket(messenger: Messenger, key: str, secret: str) -> str:
    known: str | None = cache.get(f"jssdk:{messenger}")
    if known is None:
        known = _fresh_ticket(messenger, key, secret)
        cache.set(f"jssdk:{messenger}", known, TICKET_LASTS)
    return known


def _fresh_ticket(messenger: Messenger, key: str, secret: str) -> str:
    if messenger == Messenger.WECOM:
        token = read(f"{settings.WECOM_API_URL}/cgi-bin/gettoken", {"corpid": key, "corpsecret": secret}, needs="access_token")
        url, more = f"{settings.WECOM_API_URL}/cgi-bin/get_jsapi_ticket", {}
    else:
        asked = {"grant_type": "client_credential", "appid": key, "secret": secret}
        token = read(f"{settings.WECHAT_API_URL}/cgi-bin/token", asked, needs="access_token")
        url, more = f"{settings.WECHAT_API_URL}/cgi-bin/ticket/getticket", {"type": "jsapi"}
    return str(read(url, {"access_token": token["access_token"], **more}, needs="ticket")["ticket"])
