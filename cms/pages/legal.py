"""Every version of a legal page that was ever in force."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.dateparse import parse_date
from wagtail.models import PageLogEntry, Revision

if TYPE_CHECKING:
    from cms.pages.kinds import LegalPage


@dataclass(frozen=True)
class Version:
    number: int  # of the revision, as addresses name it
    since: date | None
    current: bool


def versions_of(page: "LegalPage") -> list[Version]:
    """The published versions, newest first; of those that came into force on the same day, the last."""
    found: dict[Any, Version] = {}
    for pk, since in _published(page).order_by("-created_at", "-pk").values_list("pk", "content__in_force_since"):
        if since not in found:
            found[since] = Version(pk, parse_date(since or ""), pk == page.live_revision_id)
    return list(found.values())


def version_of(page: "LegalPage", number: str) -> "LegalPage":
    """An earlier version; a draft that was never published does not exist for readers."""
    revision = _published(page).filter(pk=int(number)).first() if number.isascii() and number.isdigit() and len(number) < 10 else None
    if revision is None:
        raise Http404
    version: LegalPage = revision.as_object()
    return version


def _published(page: "LegalPage") -> Any:
    published = PageLogEntry.objects.filter(page=page.pk, action__in=["wagtail.publish", "wagtail.publish.scheduled"])
    return Revision.page_revisions.filter(object_id=str(page.pk), pk__in=published.exclude(revision=None).values("revision"))
