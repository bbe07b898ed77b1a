"""What a reader finds in their language, and otherwise in the language that a page was written in."""

import math
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, Exists, F, Func, OuterRef, TextField, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction

from cms.pages.records import GuidePass
from cms.pages.words import SIGN
from members.models import Member

ORDER = {"NewsPage": ("-day", "-pk"), "GuidePage": ("path",), "StoryPage": ("-first_published_at", "-pk"), "LegalPage": ("path",)}
SHOWN = 60
NEWEST, GUIDES, STORIES = 3, 4, 2
WORDS_A_MINUTE, SIGNS_A_MINUTE = 200, 400  # of a language with spaces, of Chinese
QUESTIONS_A_MINUTE = 3


@dataclass(frozen=True)
class Front:
    news: list[Any]
    guides: list[Any]
    stories: list[Any]


def languages() -> list[str]:
    """In which a page is looked for, the reader's first."""
    return list(dict.fromkeys([get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)]))


def front_of(member: Member) -> Front:
    """What the home page shows of each section."""
    from cms.models import GuidePage, NewsPage, StoryPage

    return Front(
        news=pages_of(NewsPage, member, NEWEST),
        guides=pages_of(GuidePage, member, GUIDES),
        stories=pages_of(StoryPage, member, STORIES),
    )


def pages_of(kind: Any, member: Member, most: int = SHOWN) -> list[Any]:
    """Published pages of a kind, each once; guides know whether this member passed their check."""
    found = open_to_all(kind.objects).select_related("locale").order_by(*ORDER[kind.__name__])
    if hasattr(kind, "photo"):
        found = found.select_related("photo")
    if hasattr(kind, "benefit"):
        found = found.select_related("benefit")
    best = each_once(list(found[: most * len(settings.LANGUAGES)]))[:most]
    if kind.__name__ == "GuidePage":
        done = passed_of(member)
        for guide in best:
            guide.passed = guide.translation_key in done
    return best


def each_once(pages: list[Any]) -> list[Any]:
    """Of the translations of a page the one that the reader reads best, in the place of the first."""
    rank = {code: place for place, code in enumerate(languages())}
    best: dict[UUID, Any] = {}
    for page in pages:
        known = best.get(page.translation_key)
        if known is None or rank[page.locale.language_code] < rank[known.locale.language_code]:
            best[page.translation_key] = page
    return list(best.values())


def passed_of(member: Member) -> set[UUID]:
    return set(GuidePass.objects.filter(member_id=member.pk).values_list("guide", flat=True))


def find_page(path: str) -> Any:
    """The published page at an address that all translations share, in the language the reader reads best, or None."""
    from cms.models import HomePage

    addresses = HomePage.objects.annotate(address=Concat("url_path", Value(path), output_field=TextField())).values("address")
    found = standing(Page.objects).filter(url_path__in=addresses).annotate(kept=_kept()).select_related("locale")
    best = next(iter(each_once(list(found))), None)
    if best is None:
        return None
    nearer = _nearer(best)
    page = nearer.specific
    page.kept = nearer.kept
    return page


def may_read(page: Any, request: HttpRequest) -> bool:
    """Whether Wagtail's privacy lets this reader see a page that `find_page` found."""
    return not page.kept or all(restriction.accept_request(request) for restriction in page.get_view_restrictions())


def standing(pages: Any) -> Any:
    """What is published, and lies under nothing that was taken down."""
    return pages.live().exclude(Exists(Page.objects.filter(_over("path"), live=False)))


def open_to_all(pages: Any) -> Any:
    """What is published and kept to nobody."""
    return standing(pages).exclude(_kept())


def _kept() -> Exists:
    return Exists(PageViewRestriction.objects.filter(_over("page__path")))


def _over(path: str) -> Func:
    """Whether a page lies over the one that is asked about, or is that."""
    return Func(OuterRef("path"), F(path), function="starts_with", output_field=BooleanField())


def _nearer(page: Any) -> Any:
    """A translation that stands elsewhere, where the reader's language was not found at this address."""
    wanted = languages()[0]
    if page.locale.language_code == wanted:
        return page
    own = standing(Page.objects).filter(translation_key=page.translation_key, locale__language_code=wanted).annotate(kept=_kept()).first()
    return own or page


def minutes_of(text: str, *, questions: int = 0) -> int:
    """How long reading and answering takes, in whole minutes, at least one."""
    signs = len(SIGN.findall(text))
    words = len(SIGN.sub(" ", text).split())
    return max(1, math.ceil(words / WORDS_A_MINUTE + signs / SIGNS_A_MINUTE + questions / QUESTIONS_A_MINUTE))
