"""What people see while a part of the machinery is away."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from operations.health import redis_answers

RETRY_AFTER = 5  # seconds


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: an unreachable or overburdened database is no bug, and passes."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return resting_page(request, "503.html")
    return resting_page(request, "500.html", status=500)


def too_many(request: HttpRequest) -> HttpResponse:
    """allauth's handler429; its limits refuse as well when Redis, by which they count, is away."""
    return resting_page(request, "429.html", status=429, counting=redis_answers())


def resting_page(request: HttpRequest, template: str, *, status: int = 503, **context: object) -> HttpResponse:
    """A page that needs neither database nor session; in the browser's language."""
    language = translation.get_language_from_request(request)
    with translation.override(language):
        response = HttpResponse(render_to_string(template, {"language": language, **context}), status=status)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    if status in {429, 503}:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
