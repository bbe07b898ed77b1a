"""Writing what members read: who may, in which languages, and what is seen before it is saved."""

from typing import cast

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation, TranslationSource

from cms.models import CampaignIndexPage, CampaignPage, GuideIndexPage, GuidePage, HomePage, NewsPage
from cms.pages.tree import lay_tree
from members.models import Member
from members.rights import ADMINISTRATOR, FINANCE, MANAGEMENT, PROGRAMME_MANAGER, REVIEWER, TESTER, grant
from shared.http import MemberRequest
from tests.cms.pages.factories import a_page, in_chinese

pytestmark = pytest.mark.django_db
TEXT = [{"type": "text", "value": "<p>Listen <b>first</b>.</p>"}]
ZH = {"Empathy": "同理心", "Listen <b>first</b>.": "<b>先</b>听。"}
LANGUAGES = ("en", "zh-hans", "pl")


@pytest.fixture
def guide() -> GuidePage:
    page: GuidePage = a_page(GuidePage, title="Empathy", slug="empathy", body=TEXT)
    return page


# The tree ---------------------------------------------------------------------------


@pytest.fixture
def laid() -> HomePage:
    return lay_tree()


def test_an_empty_database_gets_every_section_in_every_language(laid: HomePage) -> None:
    for code in LANGUAGES:
        home = HomePage.objects.get(locale__language_code=code)
        assert [child.slug for child in home.get_children().live()] == ["news", "guides", "stories", "rules"]
    assert Site.objects.get().root_page_id == laid.pk


def test_laying_it_again_changes_nothing(laid: HomePage) -> None:
    laid.title = "Our programme"
    laid.save_revision().publish()
    before = Page.objects.count()

    assert lay_tree().title == "Our programme"
    assert Page.objects.count() == before


def test_the_command_lays_campaigns_and_pages(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("setup_site")

    assert CampaignIndexPage.objects.count() == 1
    assert "what members read" in capsys.readouterr().out


def permissions(member: Member, page: Page) -> tuple[bool, bool]:
    found = page.permissions_for_user(Member.objects.get(pk=member.pk))
    return found.can_edit(), found.can_publish()


@pytest.mark.parametrize("right", [PROGRAMME_MANAGER, ADMINISTRATOR])
def test_who_runs_the_programme_writes_and_publishes_in_each_language(laid: HomePage, bea: Member, right: str) -> None:
    grant(member=bea, right=right)

    for section in GuideIndexPage.objects.all():
        assert permissions(bea, section) == (True, True)


@pytest.mark.parametrize("right", [FINANCE, MANAGEMENT, REVIEWER, TESTER])
def test_others_write_nothing(laid: HomePage, bea: Member, right: str) -> None:
    grant(member=bea, right=right)

    assert permissions(bea, laid) == (False, False)


@pytest.fixture
def at_desk(laid: HomePage, bea: Member, client: Client) -> Client:
    grant(member=bea, right=PROGRAMME_MANAGER)
    Group.objects.get(name=PROGRAMME_MANAGER).permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(bea)
    return client


@pytest.mark.parametrize("room", ["news", "guides", "stories", "legal", "front"])
def test_a_manager_finds_each_list(at_desk: Client, room: str) -> None:
    assert at_desk.get(f"/manage/{room}/").status_code == 200


@pytest.mark.parametrize("room", ["news", "guides", "stories", "legal"])
def test_finance_finds_none(at_desk: Client, dan: Member, room: str) -> None:
    grant(member=dan, right=FINANCE)
    at_desk.force_login(dan)

    assert at_desk.get(f"/manage/{room}/").status_code in {302, 403}


def test_a_list_names_the_languages_in_which_a_page_is_published(at_desk: Client, guide: GuidePage) -> None:
    in_chinese(guide, ZH)
    page = at_desk.get("/manage/guides/").content.decode()

    assert "English · Simplified Chinese" in page
    assert "同理心" not in page


def test_the_editor_offers_what_a_guide_is_made_of(at_desk: Client, guide: GuidePage) -> None:
    page = at_desk.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).content.decode()

    assert "Scene of a contact" in page
    assert "Translate this page" in page


def test_a_translation_is_written_sentence_by_sentence(at_desk: Client, guide: GuidePage) -> None:
    chinese = in_chinese(guide, ZH)
    page = at_desk.get(reverse("wagtailadmin_pages:edit", args=[chinese.pk])).content.decode()

    assert "Listen &lt;b&gt;first" in page or "Listen \\u003Cb\\u003Efirst" in page


def test_a_photo_needs_words_for_who_does_not_see_it(guide: GuidePage) -> None:
    guide.photo_id = 1

    with pytest.raises(ValidationError, match="Say what the photo shows"):
        guide.clean()


# Campaigns are not doubled -----------------------------------------------------------


def test_a_campaign_is_not_offered_for_translation(campaign_page: CampaignPage, bea_at_desk: Client) -> None:
    lay_tree()
    page = bea_at_desk.get(reverse("wagtailadmin_pages:edit", args=[campaign_page.pk])).content.decode()

    assert "Translate this page" not in page


def test_a_campaign_cannot_be_doubled(campaign_page: CampaignPage) -> None:
    locale, _created = Locale.objects.get_or_create(language_code="pl")

    with pytest.raises(PermissionDenied):
        campaign_page.copy_for_translation(locale)


def test_a_campaign_is_viewed_where_members_see_it(campaign_page: CampaignPage) -> None:
    assert campaign_page.get_url() == f"/campaigns/{campaign_page.campaign.slug}/"  # type: ignore[union-attr]


# Translating ------------------------------------------------------------------------------


def test_a_change_waits_for_its_translation(guide: GuidePage) -> None:
    chinese = in_chinese(guide, ZH)
    guide.body = [*TEXT, {"type": "text", "value": "<p>Then speak.</p>"}]
    guide.save_revision().publish()
    source, _created = TranslationSource.update_or_create_from_instance(guide)

    assert Translation.objects.get(source=source).get_progress() == (3, 2)
    chinese.refresh_from_db()
    assert "先" in str(chinese.body)


def test_an_address_is_the_same_in_every_language(guide: GuidePage) -> None:
    assert in_chinese(guide, ZH).get_url() == guide.get_url() == "/pages/guides/empathy/"


# Previews -----------------------------------------------------------------------------------


def seen(page: GuidePage, member: Member, mode: str) -> str:
    request = RequestFactory().get("/")
    request.user = member
    return page.serve_preview(cast("MemberRequest", request), mode).content.decode()


@pytest.mark.parametrize(("mode", "words"), [("", "Listen <b>first</b>."), ("zh-hans", "<b>先</b>听。"), ("pl", "Listen <b>first</b>.")])
def test_a_preview_speaks_each_language_as_far_as_it_is_translated(guide: GuidePage, ada: Member, mode: str, words: str) -> None:
    in_chinese(guide, ZH)

    assert words in seen(guide, ada, mode)


def test_a_preview_shows_what_is_not_saved(guide: GuidePage, ada: Member) -> None:
    in_chinese(guide, ZH)
    guide.title = "Empathy, not yet saved"

    assert "Empathy, not yet saved" in seen(guide, ada, "zh-hans")
    assert "<b>先</b>听。" in seen(guide, ada, "zh-hans")


def test_a_preview_changes_nothing(guide: GuidePage, ada: Member) -> None:
    in_chinese(guide, ZH)
    seen(guide, ada, "zh-hans")

    assert str(GuidePage.objects.get(pk=guide.pk).body).count("Listen") == 1


def test_every_language_but_its_own_has_a_preview_beside_what_is_written(guide: GuidePage) -> None:
    assert [mode for mode, _name in guide.preview_modes] == ["", "zh-hans", "pl"]
    assert [mode for mode, _name in in_chinese(guide, ZH).preview_modes] == ["", "en", "pl"]


@pytest.mark.parametrize("kind", [NewsPage, GuidePage])
def test_the_editors_preview_answers(at_desk: Client, kind: type[Page]) -> None:
    page = a_page(kind, slug="a-page")
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    form = {
        "title": "Changed here",
        "slug": page.slug,
        "lead": "",
        "photo_shows": "",
        "illustration": "",
        "day": "2026-03-02",
        "tell": "nobody",
    }
    streams = {f"{name}-count": "0" for name in ("body", "questions")}
    comments = {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}

    assert at_desk.post(url, form | streams | comments).json() == {"is_valid": True, "is_available": True}
    assert "Changed here" in at_desk.get(url + "?mode=pl").content.decode()
