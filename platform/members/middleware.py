"""A signed-in member reads in their own language; a guest in the browser's. Inside a messenger its script may run."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from members.messengers import is_inside, messenger_of


class MemberLocaleMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.user.locale if request.user.is_authenticated else translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class MessengerMiddleware:
    """Pages inside WeChat or WeCom, where keys are set, may load the messenger's own script; all others load nothing from outside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        messenger = messenger_of(request)
        request.messenger = messenger if messenger and is_inside(request, messenger) else None  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.messenger:  # type: ignore[attr-defined]
            response._csp_config = settings.MESSENGER_CSP  # type: ignore[attr-defined]
        return response
