"""News in the inbox: once, to whom its author chose, each in their language."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from cms.models import NewsIndexPage, NewsPage
from cms.pages.telling import tell_news
from cms.tasks import tell_news as tell_news_task
from members.models import Member
from members.rights import FINANCE, TESTER, grant
from notifications.models import Note, OutboxMessage
from tests.cms.pages.factories import a_page, in_chinese

pytestmark = pytest.mark.django_db
EVERYBODY = NewsPage.Tell.EVERYBODY


def news(**fields: Any) -> NewsPage:
    page: NewsPage = a_page(NewsPage, **({"title": "A new round", "slug": "round", "lead": "Ten seats.", "tell": EVERYBODY} | fields))
    return page


def test_news_for_everybody_reaches_everybody(ada: Member, bea: Member, noon: datetime) -> None:
    tell_news(page_id=news().pk, now=noon)

    assert set(Note.objects.values_list("member__first_name", "title", "body", "url")) == {
        ("Ada", "A new round", "Ten seats.", "/pages/news/round/"),
        ("Bea", "A new round", "Ten seats.", "/pages/news/round/"),
    }


def test_each_is_told_in_their_language(ada: Member, bea: Member, noon: datetime) -> None:
    bea.locale = "zh-hans"
    bea.save()
    page = news()
    in_chinese(page, {"A new round": "新一轮招募", "Ten seats.": "十个席位。"})

    tell_news(page_id=page.pk, now=noon)

    assert Note.objects.get(member=ada).title == "A new round"
    assert Note.objects.get(member=bea).title == "新一轮招募"


def test_news_for_testers_reaches_testers_only(ada: Member, bea: Member, noon: datetime) -> None:
    grant(member=bea, right=TESTER)

    tell_news(page_id=news(tell=NewsPage.Tell.TESTERS).pk, now=noon)

    assert list(Note.objects.values_list("member", flat=True)) == [bea.pk]


def test_news_kept_to_some_is_told_to_them_only(ada: Member, bea: Member, noon: datetime) -> None:
    """What the page would hide, its note must not tell."""
    page, section = news(), NewsIndexPage.objects.get(locale__language_code="en")
    for place, right in ((page, FINANCE), (section, TESTER)):
        kept = PageViewRestriction.objects.create(page=place, restriction_type=PageViewRestriction.GROUPS)
        kept.groups.set(Group.objects.filter(name=right))
    for member, rights in ((ada, [TESTER]), (bea, [FINANCE, TESTER])):
        for right in rights:
            grant(member=member, right=right)

    tell_news(page_id=page.pk, now=noon)

    assert list(Note.objects.values_list("member", flat=True)) == [bea.pk]


def test_who_has_left_is_not_told(ada: Member, bea: Member, noon: datetime) -> None:
    bea.left_at = noon
    bea.save()

    tell_news(page_id=news().pk, now=noon)

    assert list(Note.objects.values_list("member", flat=True)) == [ada.pk]


def test_telling_again_tells_once(ada: Member, noon: datetime) -> None:
    page = news()

    tell_news_task(page.pk)
    tell_news_task(page.pk)

    assert Note.objects.count() == 1


def asked_to_tell() -> int:
    return OutboxMessage.objects.filter(task="cms.tasks.tell_news").count()


def test_publishing_asks_for_it_once_however_often_it_is_published(ada: Member) -> None:
    page = news()
    page.title = "A new round, corrected"
    page.save_revision().publish()

    assert asked_to_tell() == 1


def test_an_older_revision_does_not_tell_again(ada: Member) -> None:
    page = news()

    page.revisions.order_by("pk")[0].publish()

    assert asked_to_tell() == 1
    assert NewsPage.objects.get(pk=page.pk).told_at is not None


def test_a_translation_is_the_same_news(ada: Member) -> None:
    in_chinese(news(), {"A new round": "新一轮招募", "Ten seats.": "十个席位。"})

    assert asked_to_tell() == 1


def test_news_that_was_not_meant_to_be_told_is_told_when_it_is_chosen_later(ada: Member) -> None:
    page = news(tell=NewsPage.Tell.NOBODY)
    before = asked_to_tell()
    page.tell = EVERYBODY
    page.save_revision().publish()

    assert (before, asked_to_tell()) == (0, 1)


def test_news_taken_down_in_the_meantime_is_not_told(ada: Member) -> None:
    page = news()
    page.unpublish()

    assert tell_news(page_id=page.pk, now=datetime(2026, 3, 2, tzinfo=UTC)) == 0
