"""What comes before every page: probes, the request's name in the logs, and the demonstration's patience."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse

from operations.health import programme, readiness
from operations.resting import resting_page

log = structlog.get_logger("request")
_NAME = re.compile(r"[\w.-]{8,64}")
type GetResponse = Callable[[HttpRequest], HttpResponse]


class ProbesMiddleware:
    """`/healthz`: this process serves. `/readyz`: people may come. Both answer under any host name and without a session."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return JsonResponse({"serving": True})
        if request.path == "/readyz":
            ready, facts = readiness()
            return JsonResponse(facts, status=200 if ready else 503, headers={} if ready else {"Retry-After": "2"})
        return self.get_response(request)


class RequestLogMiddleware:
    """Each request gets a name, which is in every line it logs and in its answer; people appear by reference only."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        name = given if _NAME.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=name)
        started = time.perf_counter()
        response = self.get_response(request)
        member = getattr(request, "_cached_user", None)
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
            member=getattr(member, "pk", None),
        )
        response.headers["X-Request-ID"] = name
        return response


class SettingUpMiddleware:
    """While the demonstration is being played, its pages say how far it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        shown = programme()
        if shown.ready:
            return self.get_response(request)
        response = resting_page(request, "operations/setting_up.html", programme=shown)
        response.headers["Refresh"] = "2"
        return response
