"""What members read: one address for all languages, and nobody outside."""

import gc
import warnings
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import ExifTags
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction

from cms.models import GuidePage, LegalPage, NewsPage, StoryPage
from cms.pages.reading import minutes_of
from cms.site import set_up_site
from members.models import Member
from members.rights import PROGRAMME_MANAGER, TESTER, grant
from tests.cms.pages.factories import a_home, a_page, in_chinese
from tests.rewards.factories import BenefitFactory

pytestmark = pytest.mark.django_db
TEXT = [{"type": "text", "value": "<p>Listen first.</p>"}]
ZH = {"Empathy": "同理心", "Listen first.": "先听。"}


@pytest.fixture
def guide() -> GuidePage:
    page: GuidePage = a_page(GuidePage, title="Empathy", slug="empathy", body=TEXT)
    return page


def reads(client: Client, member: Member, path: str, language: str = "en") -> str:
    member.locale = language
    member.save()
    client.force_login(member)
    return client.get(path).content.decode()


def test_a_guest_is_asked_to_sign_in(guide: GuidePage, client: Client) -> None:
    assert client.get("/pages/guides/empathy/").headers["Location"].startswith("/accounts/login/")


def test_a_member_reads_a_page(guide: GuidePage, ada: Member, client: Client) -> None:
    assert "Listen first." in reads(client, ada, "/pages/guides/empathy/")


def test_the_same_address_speaks_the_readers_language(guide: GuidePage, ada: Member, client: Client) -> None:
    in_chinese(guide, ZH)

    assert "先听。" in reads(client, ada, "/pages/guides/empathy/", "zh-hans")
    assert "Listen first." in reads(client, ada, "/pages/guides/empathy/", "en")


def test_what_is_not_translated_is_read_as_written_and_says_its_language(guide: GuidePage, ada: Member, client: Client) -> None:
    page = reads(client, ada, "/pages/guides/empathy/", "pl")

    assert '<article class="stack stack-l" lang="en">' in page


def test_a_page_is_listed_once_in_the_readers_language(guide: GuidePage, ada: Member, client: Client) -> None:
    in_chinese(guide, ZH)
    page = reads(client, ada, "/pages/guides/", "zh-hans")

    assert page.count('href="/pages/guides/empathy/"') == 1
    assert "同理心" in page


@pytest.mark.parametrize("path", ["/pages/guides/draft/", "/pages/guides/no-such/", "/pages/no/such/section/"])
def test_what_is_not_published_does_not_exist(guide: GuidePage, ada: Member, client: Client, path: str) -> None:
    a_page(GuidePage, title="Draft", slug="draft", published=False)
    client.force_login(ada)

    assert client.get(path).status_code == 404


def test_a_section_that_was_taken_down_takes_its_pages_along(guide: GuidePage, ada: Member, client: Client) -> None:
    guide.get_parent().specific.unpublish()
    client.force_login(ada)

    assert client.get("/pages/guides/empathy/").status_code == 404


def test_a_page_kept_to_a_group_is_not_listed(guide: GuidePage, ada: Member, client: Client) -> None:
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.GROUPS)

    assert "Empathy" not in reads(client, ada, "/pages/guides/")


def test_a_page_kept_to_a_group_is_not_read_by_others(guide: GuidePage, ada: Member, client: Client) -> None:
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.GROUPS)

    client.force_login(ada)

    assert client.get("/pages/guides/empathy/").status_code == 404


def test_a_page_kept_to_a_group_is_read_by_it(guide: GuidePage, ada: Member, client: Client) -> None:
    kept = PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.GROUPS)
    grant(member=ada, right=TESTER)
    kept.groups.set(ada.groups.all())

    assert "Listen first." in reads(client, ada, "/pages/guides/empathy/")


def test_an_empty_front_page_says_what_is_open_all_the_same(ada: Member, client: Client) -> None:
    a_home()

    assert "Nothing to read yet" in reads(client, ada, "/pages/")


def test_the_front_page_shows_what_is_new(guide: GuidePage, ada: Member, client: Client) -> None:
    a_page(NewsPage, title="A new round", slug="round")
    page = reads(client, ada, "/pages/")

    assert "A new round" in page
    assert "Empathy" in page


def test_me_leads_to_what_is_to_read(ada: Member, client: Client) -> None:
    assert 'href="/pages/"' in reads(client, ada, "/me/")


def test_a_story_leads_to_its_benefit(ada: Member, client: Client) -> None:
    benefit = BenefitFactory(slug="half-day")
    a_page(StoryPage, title="A free afternoon", slug="afternoon", who="Ola", benefit=benefit)

    assert 'href="/shop/half-day/"' in reads(client, ada, "/pages/stories/afternoon/")


def test_a_benefit_that_is_no_longer_shown_is_not_offered(ada: Member, client: Client) -> None:
    benefit = BenefitFactory(slug="half-day", shown=False)
    a_page(StoryPage, title="A free afternoon", slug="afternoon", who="Ola", benefit=benefit)

    assert "/half-day/" not in reads(client, ada, "/pages/stories/afternoon/")


# Legal pages --------------------------------------------------------------------


@pytest.fixture
def privacy() -> LegalPage:
    """Two versions that were in force, and a draft of a third."""
    page: LegalPage = a_page(LegalPage, title="Privacy", slug="privacy", in_force_since=date(2026, 1, 1), body=TEXT)
    for day, text in ((date(2026, 3, 1), "Newer."), (date(2026, 5, 1), "A draft.")):
        page.in_force_since, page.body = day, [{"type": "text", "value": f"<p>{text}</p>"}]
        revision = page.save_revision()
        if text == "Newer.":
            revision.publish()
    page.refresh_from_db()
    return page


def test_a_rule_says_since_when_it_is_in_force(privacy: LegalPage, ada: Member, client: Client) -> None:
    page = reads(client, ada, "/pages/rules/privacy/")

    assert "In force since 1 March 2026" in page
    assert "Newer." in page


def test_an_earlier_version_can_still_be_read_and_says_so(privacy: LegalPage, ada: Member, client: Client) -> None:
    first = privacy.revisions.order_by("pk")[0]
    page = reads(client, ada, f"/pages/rules/privacy/?version={first.pk}")

    assert "Listen first." in page
    assert "This is an earlier version" in page


@pytest.mark.parametrize("version", ["draft", "0", "x", "²", "9" * 30])
def test_a_draft_of_a_rule_is_not_a_version(privacy: LegalPage, ada: Member, client: Client, version: str) -> None:
    client.force_login(ada)
    asked = privacy.latest_revision_id if version == "draft" else version

    assert client.get(f"/pages/rules/privacy/?version={asked}").status_code == 404


def test_two_versions_of_one_day_are_listed_once(privacy: LegalPage, ada: Member, client: Client) -> None:
    privacy.in_force_since = date(2026, 3, 1)
    privacy.save_revision().publish()

    assert reads(client, ada, "/pages/rules/privacy/").count("1 March 2026") == 2  # in the head, and once in the list


# Pictures --------------------------------------------------------------------------


def a_photo() -> Any:
    """Wide; what matters stands at its right edge."""
    picture = Picture.new("RGB", (1600, 400), "green")
    picture.paste("red", (1500, 0, 1600, 400))
    file = BytesIO()
    picture.save(file, "JPEG")
    focus = {"focal_point_x": 1550, "focal_point_y": 200, "focal_point_width": 100, "focal_point_height": 400}
    return get_image_model().objects.create(title="Counter", file=ContentFile(file.getvalue(), name="counter.jpg"), **focus)


@pytest.fixture
def cutting() -> Iterator[None]:
    """Wagtail leaves the closing of a file it cut to whoever sweeps up."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


@pytest.mark.usefixtures("cutting")
def test_a_photo_is_cut_around_its_focal_point(ada: Member, client: Client) -> None:
    page = a_page(NewsPage, title="A counter", slug="counter", photo=a_photo(), photo_shows="A red door")
    html = reads(client, ada, "/pages/news/counter/")
    rendition = page.photo.renditions.get(filter_spec="fill-360x203|format-webp")

    assert 'alt="A red door"' in html
    assert "srcset=" in html
    with rendition.file.open() as file:
        red, green, _blue = Picture.open(file).convert("RGB").crop((rendition.width - 5, 50, rendition.width - 4, 51)).tobytes()
    assert red > green


@pytest.mark.usefixtures("cutting")
def test_a_cut_picture_is_for_members(ada: Member, client: Client) -> None:
    page = a_page(NewsPage, title="A counter", slug="counter", photo=a_photo(), photo_shows="A red door")
    url = page.photo.get_rendition("fill-360x203|format-webp").url

    assert client.get(url).status_code == 302
    client.force_login(ada)
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    answer.close()


@pytest.mark.usefixtures("cutting")
def test_where_a_photo_was_taken_stays_with_its_writers(ada: Member, bea: Member, client: Client) -> None:
    taken = Picture.Exif()
    taken.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (31.0, 13.0, 49.0)
    raw = BytesIO()
    Picture.new("RGB", (1200, 800), "red").save(raw, "JPEG", exif=taken)
    photo = get_image_model().objects.create(title="Home", file=ContentFile(raw.getvalue(), name="home.jpg"))
    for_pages, for_the_editor = photo.get_rendition("fill-360x203|format-webp"), photo.get_rendition("max-165x165")
    grant(member=bea, right=PROGRAMME_MANAGER)
    set_up_site()

    with for_pages.file.open() as file:
        assert not Picture.open(file).getexif()
    client.force_login(ada)
    assert client.get(for_the_editor.url).status_code == 404
    client.force_login(bea)
    answer = client.get(for_the_editor.url)
    assert answer.status_code == 200
    answer.close()


def test_an_original_is_not_given_out(ada: Member, client: Client) -> None:
    photo = a_photo()
    client.force_login(ada)

    assert client.get(f"/media/{photo.file.name}").status_code == 404


@pytest.mark.parametrize("name", ["none.webp", "notes.txt", "..%2Fx.webp", "page.html"])
def test_only_pictures_are_given_out(ada: Member, client: Client, name: str) -> None:
    client.force_login(ada)

    assert client.get(f"/media/images/{name}").status_code == 404


def test_reading_takes_as_long_as_there_is_to_read() -> None:
    assert minutes_of("word " * 10) == 1
    assert minutes_of("word " * 450) == 3
    assert minutes_of("字" * 900) == 3
    assert minutes_of("字" * 900, questions=5) == 4


def test_a_translation_that_was_taken_down_is_not_read_from_another_address(guide: GuidePage, ada: Member, client: Client) -> None:
    chinese = in_chinese(guide, ZH)
    chinese.slug = "tongli"
    chinese.save()
    chinese.save_revision().publish()
    assert "先听。" in reads(client, ada, "/pages/guides/empathy/", "zh-hans")

    chinese.unpublish()

    assert "Listen first." in reads(client, ada, "/pages/guides/empathy/", "zh-hans")
