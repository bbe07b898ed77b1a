"""A small site to read: a home page, a section, a page; and what it says in another language."""

from typing import Any

from wagtail.models import Locale, Page, Site

from cms.models import (
    GuideIndexPage,
    GuidePage,
    HomePage,
    LegalIndexPage,
    LegalPage,
    NewsIndexPage,
    NewsPage,
    StoryIndexPage,
    StoryPage,
)
from cms.pages.translating import translate

SECTIONS: dict[Any, tuple[Any, str]] = {
    NewsPage: (NewsIndexPage, "news"),
    GuidePage: (GuideIndexPage, "guides"),
    StoryPage: (StoryIndexPage, "stories"),
    LegalPage: (LegalIndexPage, "rules"),
}
ZH = {"The programme": "本项目", "News": "新闻", "Guides": "指南", "Stories": "故事", "Rules": "规则"}


def a_home() -> HomePage:
    known: HomePage | None = HomePage.objects.filter(locale__language_code="en").first()
    if known:
        return known
    for code in ("en", "zh-hans", "pl"):
        Locale.objects.get_or_create(language_code=code)
    home = HomePage(title="The programme", slug="programme", lead="")
    Page.get_first_root_node().add_child(instance=home)
    home.save_revision().publish()
    Site.objects.update(root_page=home)
    return home


def a_section(kind: Any) -> Any:
    section, slug = SECTIONS[kind]
    known = section.objects.filter(locale__language_code="en").first()
    if known:
        return known
    page = section(title=slug.capitalize(), slug=slug)
    a_home().add_child(instance=page)
    page.save_revision().publish()
    return page


def a_page(kind: Any, *, published: bool = True, **fields: Any) -> Any:
    """A page of a kind, published unless said otherwise."""
    page = kind(**({"title": "A page", "live": False} | fields))
    a_section(kind).add_child(instance=page)
    revision = page.save_revision()
    if published:
        revision.publish()
    page.refresh_from_db()
    return page


def in_chinese(page: Any, words: dict[str, str]) -> Any:
    """The page in Chinese, with the section and the home page above it."""
    for above in page.get_ancestors().filter(depth__gt=1):
        if not above.has_translation(Locale.objects.get(language_code="zh-hans")):
            translate(above.specific, language="zh-hans", words=ZH, by=None)
    return translate(page, language="zh-hans", words=words, by=None)


def a_check(count: int = 3) -> list[dict[str, Any]]:
    """So many questions; the second answer is right."""
    return [
        {
            "type": "question",
            "id": f"00000000-0000-4000-8000-00000000000{number}",
            "value": {
                "text": f"Question {number}?",
                "answers": [
                    {"text": f"Wrong {number}", "right": False},
                    {"text": f"Right {number}", "right": True},
                ],
                "explanation": f"Because of {number}.",
            },
        }
        for number in range(1, count + 1)
    ]


def answers(*places: int) -> dict[str, str]:
    """What the form posts, by the place of each chosen answer."""
    return {f"q-00000000-0000-4000-8000-00000000000{number}": str(place) for number, place in enumerate(places, 1)}
