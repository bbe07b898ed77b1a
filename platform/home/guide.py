"""The style guide: every component in every state, by day and by night, for whoever builds the next page."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from home.samples import samples
from home.sheets import states
from members.rights import ADMINISTRATOR, PROGRAMME_MANAGER, rights_required
from shared.http import MemberRequest

STAFF = (PROGRAMME_MANAGER, ADMINISTRATOR)


@dataclass(frozen=True)
class Chapter:
    """One page of the guide: what is shown there (`templates/home/guide/`), and the sheets it needs besides the app's."""

    slug: str
    title: str | Promise
    parts: dict[str, str | Promise]
    sheets: tuple[str, ...] = ()


CHAPTERS = (
    Chapter(
        "basics",
        _("Basics"),
        {
            "colours": _("Colours"),
            "type": pgettext_lazy("letters", "Type"),
            "buttons": _("Buttons"),
            "small": _("Small parts"),
            "bars": _("Bars"),
            "forms": _("Forms"),
            "feedback": _("Feedback"),
            "layout": _("Layout"),
        },
    ),
    Chapter(
        "cards",
        _("Cards and lists"),
        {"cards": _("Cards"), "flash": _("Flash"), "rows": _("Rows"), "merits": _("Merits"), "figures": _("Figures")},
        ("medals", "findings", "choices", "invite"),
    ),
    Chapter(
        "questions",
        _("Questions"),
        {
            "marks": _("Marks"),
            "choices": _("Choices"),
            "fields": pgettext_lazy("form", "Fields"),
            "photos": _("Photos"),
            "progress": _("On the way"),
        },
        ("runner",),
    ),
    Chapter(
        "doors",
        _("Doors and red packets"),
        {"doors": _("Doors"), "packets": _("Red packets"), "record": _("The record")},
        ("claims", "red-packet", "fairness"),
    ),
    Chapter(
        "reading",
        _("Reading and pictures"),
        {"prose": _("Prose"), "scenes": _("Scenes"), "invitation": _("Invitation"), "icons": _("Icons"), "pictures": _("Pictures")},
        ("reading", "invite"),
    ),
)


@rights_required(*STAFF)
@require_safe
def chapter(request: MemberRequest, slug: str = CHAPTERS[0].slug) -> HttpResponse:
    shown = _chapter(slug)
    parts = [(name, f"home/guide/{name}.html", title) for name, title in shown.parts.items()]
    return render(request, "home/styleguide.html", samples(now=timezone.now()) | {"chapters": CHAPTERS, "chapter": shown, "parts": parts})


@rights_required(*STAFF)
@require_safe
def states_of(_request: MemberRequest, slug: str) -> HttpResponse:
    """What a chapter's components look like under a pointer and with the focus, by class."""
    return HttpResponse(states(("app", *_chapter(slug).sheets)), content_type="text/css; charset=utf-8")


def _chapter(slug: str) -> Chapter:
    found = next((one for one in CHAPTERS if one.slug == slug), None)
    if found is None:
        raise Http404
    return found
