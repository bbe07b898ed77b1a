"""The house's addresses, and pages that fail on purpose: how a failure looks is a screen, too."""

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler429, handler500, urlpatterns
from operations.resting import too_many

__all__ = ["handler429", "handler500"]


def forbidden(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def away(_request: HttpRequest) -> HttpResponse:
    raise OperationalError("on purpose")


urlpatterns = [
    *urlpatterns,
    path("gates/403/", forbidden),
    path("gates/429/", too_many),
    path("gates/500/", broken),
    path("gates/503/", away),
]
