"""What makes the app one of the phone's own: the worker that keeps pages, the manifest, the page for moments without a network."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from members.rights import public
from shared.templatetags.firsthand import html_lang

SOURCES: Path = settings.BASE_DIR / "static"
# What every page of a member needs, and the runner, so that an opened task opens again: as it is collected, and what it is joined of.
ENTRIES = ("css/app.css", "css/runner.css", "js/app.js", "js/runner/main.js", "js/runner/drafts.js", "js/runner/store.js")
SHEETS = ("css/tokens.css", "css/components.css", "css/shell.css")
MODULES = ("js/chips.js", "js/forms.js", "js/phone.js", "js/share.js", "js/toasts.js")
PICTURES = ("icons.svg", "mark.svg", "icons/app-192.png")
PAPER = "#f5f7f5"  # tokens.css: --bg by day


@public
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, with the names of this release's files; other names make another worker."""
    return HttpResponse(_worker(), content_type="text/javascript", headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"})


@public
@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """How the app shows itself on a home screen, in the reader's language."""
    answer = JsonResponse(_manifest(), content_type="application/manifest+json")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@public
@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def favicon(_request: HttpRequest) -> HttpResponse:
    """Our mark, for what a browser shows without a page of ours around it: a PDF, a picture, a list of data."""
    return redirect(static("mark.svg"))


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Shown when there is no network and the phone has not kept the page; it lists what only the phone has."""
    return render(request, "home/offline.html")


def _worker() -> str:
    source = (SOURCES / "js/worker.js").read_text()
    hashed = static("js/app.js") != f"{settings.STATIC_URL}js/app.js"
    files = [static(name) for name in (*ENTRIES, *PICTURES, *([] if hashed else sorted(_parts())))]
    seal = json.dumps([getattr(staticfiles_storage, "manifest_hash", ""), source, files])
    house = {
        "version": sha256(seal.encode()).hexdigest()[:12],
        "hashed": hashed,
        "files": files,
        "static": settings.STATIC_URL,
        "offline": reverse("home:offline"),
        "icon": static("icons/app-192.png"),
    }
    return f"const HOUSE = {json.dumps(house)};\n{source}"


def _parts() -> set[str]:
    """What is joined when it is collected, one by one while somebody develops."""
    runner = {str(path.relative_to(SOURCES)) for path in (SOURCES / "js/runner").glob("*.js")}
    return runner.union(SHEETS, MODULES).difference(ENTRIES)


def _manifest() -> dict[str, Any]:
    return {
        "id": "/",
        "name": "Firsthand",
        "short_name": "Firsthand",
        "description": _("Live it as a customer does, say what hurts, see what changes."),
        "lang": html_lang(get_language() or settings.LANGUAGE_CODE),
        "dir": "ltr",
        "start_url": reverse("home:today"),
        "scope": "/",
        "display": "standalone",
        "orientation": "any",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [*_icons("any", 192, 512), *_icons("maskable", 192, 512), _mark()],
        "shortcuts": [
            _shortcut(_("Tasks"), "claims:tasks"),
            _shortcut(_("Work in progress"), "feedback:drafts"),
            _shortcut(_("Inbox"), "notifications:inbox"),
        ],
    }


def _icons(purpose: str, *sizes: int) -> list[dict[str, str]]:
    kind = "app" if purpose == "any" else purpose
    return [
        {"src": static(f"icons/{kind}-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose} for size in sizes
    ]


def _mark() -> dict[str, str]:
    return {"src": static("mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}


def _shortcut(name: str, view: str) -> dict[str, Any]:
    return {"name": name, "url": reverse(view), "icons": _icons("any", 192)}
