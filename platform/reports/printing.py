"""The report as a tagged PDF, from the same template as the page."""

import base64
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from feedback.models import Evidence
from reports.models import Report
from reports.paper import paper
from shared.errors import RuleBroken

STYLES = ("css/report.css", "css/report-print.css")


class CannotPrint(RuleBroken):
    """This machine lacks what draws the letters of a PDF."""


def pdf_of(report: Report) -> bytes:
    """The report in the active language. Raises CannotPrint with the command that mends it."""
    weasyprint = _weasyprint()
    page = render_to_string("reports/print.html", paper(report) | {"print": True, "photo_sources": photo_sources(report)})
    styles = [weasyprint.CSS(filename=_style(name)) for name in STYLES]
    fetcher = weasyprint.URLFetcher(allowed_protocols=["data"])
    document = weasyprint.HTML(string=page, url_fetcher=fetcher)
    written: bytes = document.write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1")
    return written


def _weasyprint() -> Any:
    try:
        import weasyprint
    except OSError as missing:
        raise CannotPrint(
            _(
                "The PDF cannot be drawn here: the library Pango is missing. The page itself is complete. "
                "Run on the server: apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk, then try again."
            )
        ) from missing
    return weasyprint


def _style(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return found


def photo_sources(report: Report) -> dict[str, str]:
    """The report's photos as data addresses; one that was taken down since is left out."""
    ids = photo_ids(report)
    found: dict[str, str] = {}
    for evidence in Evidence.objects.filter(pk__in=ids, taken_down_at=None):
        with evidence.thumbnail.open("rb") as file:
            found[str(evidence.pk)] = "data:image/jpeg;base64," + base64.b64encode(file.read()).decode()
    return found


def photo_ids(report: Report) -> list[str]:
    data = report.data or {"figures": {"voices": {"photos": []}}}
    return [photo["id"] for photo in data["figures"]["voices"]["photos"]]
