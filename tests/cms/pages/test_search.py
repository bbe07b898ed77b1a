"""One search for members: it finds Chinese, forgives slips, and shows nobody what is not for them."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation
from wagtail.models import PageViewRestriction

from cms.models import GuidePage, PageWords
from cms.pages.search import Found, search
from cms.pages.words import words_of
from members.models import Member
from members.rights import TESTER, grant
from rewards.models import Benefit
from tasks_catalog.models import Task
from tests.cms.pages.factories import a_page, in_chinese
from tests.members.factories import DepartmentFactory
from tests.rewards.factories import BenefitFactory
from tests.tasks_catalog.factories import TaskFactory

pytestmark = pytest.mark.django_db
TEXT = [{"type": "text", "value": "<p>Block the stolen card first, then call the hotline.</p>"}]
ZH = {"Your card is stolen abroad": "卡在境外被盗刷", "Block the stolen card first, then call the hotline.": "先冻结卡片，再拨打客服热线。"}
PL = {"Twoja karta znika": "x"}


@pytest.fixture
def guide() -> GuidePage:
    page: GuidePage = a_page(GuidePage, title="Your card is stolen abroad", slug="stolen", body=TEXT)
    return page


def found(typed: str, member: Member, now: datetime, language: str = "en") -> Found:
    with translation.override(language):
        return search(typed=typed, member=member, now=now)


def titles(typed: str, member: Member, now: datetime, language: str = "en") -> list[str]:
    return [hit.page.title for hit in found(typed, member, now, language).pages]


# "card" stands in both; "stole" begins a word; the rest are slips of the finger and other forms of a word.
@pytest.mark.parametrize(
    "typed", ["stolen card", "CARD", "stole", "hotlin", "stolne", "hotlnie", "abraod card", "what if my card is stolen"]
)
def test_a_page_is_found_by_its_words_and_despite_slips(guide: GuidePage, ada: Member, noon: datetime, typed: str) -> None:
    assert titles(typed, ada, noon) == ["Your card is stolen abroad"]


@pytest.mark.parametrize("typed", ["mortgage", "card mortgage", "card mortgage rates", "", "   ", "?!", "of"])
def test_what_is_not_there_is_not_found(guide: GuidePage, ada: Member, noon: datetime, typed: str) -> None:
    assert titles(typed, ada, noon) == []


# In the middle of a run of signs, a single sign, with other words between, and half of a sentence.
@pytest.mark.parametrize("typed", ["境外", "盗刷", "卡", "境外盗刷", "客服热线", "冻结", "被盗刷怎么办", "卡被盗怎么办", "境外盗窃"])
def test_chinese_is_found_wherever_it_stands(guide: GuidePage, ada: Member, noon: datetime, typed: str) -> None:
    in_chinese(guide, ZH)

    assert titles(typed, ada, noon, "zh-hans") == ["卡在境外被盗刷"]


@pytest.mark.parametrize("typed", ["房贷", "理财产品"])
def test_other_chinese_is_not_found(guide: GuidePage, ada: Member, noon: datetime, typed: str) -> None:
    in_chinese(guide, ZH)

    assert titles(typed, ada, noon, "zh-hans") == []


@pytest.mark.parametrize("typed", ["kradzież", "kradziez", "kradzieży", "kradzierz", "żółw", "zolw"])
def test_polish_is_found_in_other_forms_and_without_its_marks(ada: Member, noon: datetime, typed: str) -> None:
    a_page(GuidePage, title="Kradzież karty i żółw", slug="kradziez")

    assert titles(typed, ada, noon, "pl") == ["Kradzież karty i żółw"]


def test_a_page_is_found_once_in_the_language_of_the_reader(guide: GuidePage, ada: Member, noon: datetime) -> None:
    in_chinese(guide, {**ZH, "Your card is stolen abroad": "卡 card 被盗"})

    assert titles("card", ada, noon, "zh-hans") == ["卡 card 被盗"]


def test_the_title_counts_more_than_the_text(guide: GuidePage, ada: Member, noon: datetime) -> None:
    a_page(GuidePage, title="The hotline", slug="hotline")

    assert titles("hotline", ada, noon) == ["The hotline", "Your card is stolen abroad"]


def test_the_words_around_are_shown(guide: GuidePage, ada: Member, noon: datetime) -> None:
    assert found("hotline", ada, noon).pages[0].excerpt.startswith("Block the stolen card first")


def test_a_draft_is_not_found(ada: Member, noon: datetime) -> None:
    a_page(GuidePage, title="Secret plans", slug="plans", published=False)

    assert titles("secret", ada, noon) == []


def test_a_change_is_found_once_it_is_published(guide: GuidePage, ada: Member, noon: datetime) -> None:
    guide.title = "Your umbrella is stolen"
    revision = guide.save_revision()

    assert titles("umbrella", ada, noon) == []
    revision.publish()
    assert titles("umbrella", ada, noon) == ["Your umbrella is stolen"]


def test_what_was_taken_down_is_forgotten(guide: GuidePage, ada: Member, noon: datetime) -> None:
    guide.unpublish()

    assert titles("stolen", ada, noon) == []
    assert not PageWords.objects.filter(page=guide.pk).exists()


def test_a_page_kept_to_a_group_is_not_found_by_others(guide: GuidePage, ada: Member, noon: datetime) -> None:
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.GROUPS)

    assert titles("stolen", ada, noon) == []


# Tasks and benefits ------------------------------------------------------------------


def task(now: datetime, **fields: object) -> Task:
    texts = {"en": "The courier's call", "zh-hans": "快递员来电", "pl": "Telefon kuriera"}
    made: Task = TaskFactory(**({"title": texts, "opens_at": now - timedelta(hours=1), "kind": Task.Kind.ALL_HANDS} | fields))
    return made


@pytest.mark.parametrize(("typed", "language"), [("courier", "en"), ("快递", "zh-hans"), ("kurier", "pl")])
def test_an_open_task_is_found_in_each_language(ada: Member, noon: datetime, typed: str, language: str) -> None:
    offered = task(noon)

    assert found(typed, ada, noon, language).tasks == [offered]


def test_a_task_for_testers_is_found_by_testers_only(ada: Member, bea: Member, noon: datetime) -> None:
    routine = task(noon, kind=Task.Kind.ROUTINE)
    grant(member=bea, right=TESTER)

    assert found("courier", ada, noon).tasks == []
    assert found("courier", bea, noon).tasks == [routine]


def test_a_task_for_another_department_is_not_found(ada: Member, noon: datetime) -> None:
    task(noon).departments.set([DepartmentFactory(code="service")])

    assert found("courier", ada, noon).tasks == []


def test_a_closed_task_is_not_found(ada: Member, noon: datetime) -> None:
    task(noon, state=Task.State.CLOSED)

    assert found("courier", ada, noon).tasks == []


def test_a_benefit_is_found_by_what_it_is(ada: Member, noon: datetime) -> None:
    coffee: Benefit = BenefitFactory(slug="coffee", title={"en": "A good coffee", "zh-hans": "一杯好咖啡", "pl": "Dobra kawa"})

    assert found("coffe", ada, noon).benefits == [coffee]
    assert found("咖啡", ada, noon, "zh-hans").benefits == [coffee]


def test_a_benefit_that_is_not_shown_is_not_found(ada: Member, noon: datetime) -> None:
    BenefitFactory(slug="coffee", title={"en": "A good coffee"}, shown=False)

    assert found("coffee", ada, noon).benefits == []


# The page --------------------------------------------------------------------------------


def test_the_page_shows_what_was_found(guide: GuidePage, ada: Member, client: Client) -> None:
    client.force_login(ada)

    assert 'href="/pages/guides/stolen/"' in client.get("/search/?q=stolen").content.decode()


def test_nothing_found_is_said_with_what_to_do(ada: Member, client: Client) -> None:
    client.force_login(ada)
    page = client.get("/search/?q=%3Cb%3Emortgage").content.decode()

    assert "Nothing found for “&lt;b&gt;mortgage”" in page


def test_before_anything_is_typed_nothing_is_looked_for(ada: Member, client: Client) -> None:
    client.force_login(ada)
    answer = client.get("/search/")

    assert answer.context["found"] is None


def test_a_very_long_question_is_cut(guide: GuidePage, ada: Member, noon: datetime) -> None:
    assert titles("stolen " + "x" * 5000, ada, noon) == []


def test_words_are_taken_apart() -> None:
    assert words_of("Żółta KARTA, 境外盗刷 2 razy") == ["zolta", "karta", "境外", "外盗", "盗刷", "2", "razy"]
