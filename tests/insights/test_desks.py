"""The desks of pain points and series, and what lies under the figures, tried four ways."""

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from feedback.models import Evidence
from insights.merging import merge
from insights.models import Measure, Merge, PainTheme
from members.models import Member
from members.rights import DEPARTMENT_OWNER, PROGRAMME_MANAGER, grant
from tests.insights.factories import NOON, Programme


@pytest.fixture
def bea(bea: Member) -> Member:
    grant(member=bea, right=PROGRAMME_MANAGER)
    return bea


@pytest.fixture
def as_bea(client: Client, bea: Member) -> Client:
    client.force_login(bea)
    return client


@pytest.fixture
def theme(programme: Programme, bea: Member) -> PainTheme:
    return merge(pain_points=[programme.pain(programme.accept())], title={"en": "No call"}, by=bea, now=NOON)


def test_the_desk_shows_what_waits_with_its_likeness(as_bea: Client, programme: Programme, theme: PainTheme) -> None:
    programme.pain(programme.accept())

    html = as_bea.get(reverse("insights:pains")).content.decode()

    assert "1 pain point to merge" in html
    assert "100 %" in html


def test_the_desk_is_read_with_few_queries(
    as_bea: Client, programme: Programme, theme: PainTheme, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        programme.pain(programme.accept())

    with django_assert_max_num_queries(12):
        as_bea.get(reverse("insights:pains"))


def test_ticked_pain_points_are_merged(as_bea: Client, programme: Programme, theme: PainTheme) -> None:
    points = [programme.pain(programme.accept()) for _ in range(2)]

    as_bea.post(reverse("insights:merge", args=[programme.campaign.pk]), {"pain_point": [p.pk for p in points], "theme": theme.pk})

    assert Merge.objects.filter(theme=theme).count() == 3


def test_merging_nothing_is_refused_and_keeps_the_page(as_bea: Client, programme: Programme) -> None:
    answer = as_bea.post(reverse("insights:merge", args=[programme.campaign.pk]), {"title_en": "Empty"})

    assert answer.status_code == 409
    assert "Nothing is chosen" in answer.content.decode()


def test_a_theme_is_renamed_and_a_pain_point_taken_out(as_bea: Client, theme: PainTheme) -> None:
    point = Merge.objects.get().pain_point_id

    as_bea.post(reverse("insights:rename", args=[theme.pk]), {"title_en": "Nobody calls", "title_zh-hans": "没人打电话"})
    for _ in range(2):
        assert as_bea.post(reverse("insights:unmerge", args=[point])).status_code == 302

    theme.refresh_from_db()
    assert theme.title == {"en": "Nobody calls", "zh-hans": "没人打电话"}
    assert not Merge.objects.exists()


@pytest.mark.parametrize("name", ["insights:pains", "insights:series", "reports:figures", "reports:desk"])
def test_the_desks_are_closed_to_testers(client: Client, ada: Member, name: str) -> None:
    client.force_login(ada)

    assert client.get(reverse(name)).status_code == 403


def test_merging_needs_a_post(as_bea: Client, programme: Programme) -> None:
    assert as_bea.get(reverse("insights:merge", args=[programme.campaign.pk])).status_code == 405


@pytest.mark.parametrize("name", ["insights:pains", "insights:series", "reports:figures", "reports:desk"])
def test_before_the_first_campaign_the_desks_say_what_to_do(as_bea: Client, name: str) -> None:
    assert 'class="empty"' in as_bea.get(reverse(name)).content.decode()


# Series ------------------------------------------------------------------------------------


def file(rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("weeks.csv", f"period,hits,total\n{rows}".encode())


def test_a_file_makes_a_measure_and_its_chart(as_bea: Client, db: None) -> None:
    answer = as_bea.post(reverse("insights:series"), {"name": "Delivery rate", "file": file("2026-06-01,92,100\n2026-06-08,93,100")})

    assert answer.status_code == 200
    assert Measure.objects.get().points.count() == 2
    assert 'role="img"' in answer.content.decode()


def test_a_bad_row_is_named_and_leaves_nothing_behind(as_bea: Client, db: None) -> None:
    answer = as_bea.post(reverse("insights:series"), {"name": "Delivery rate", "file": file("2026-06-01,92,100\nsoon,1,2")})

    assert answer.status_code == 422
    assert "row 3" in answer.content.decode()
    assert not Measure.objects.exists()


def test_a_file_that_cannot_be_read_leaves_no_measure(as_bea: Client, db: None) -> None:
    answer = as_bea.post(reverse("insights:series"), {"name": "Delivery rate", "file": SimpleUploadedFile("x.csv", b"a,b\n1,2")})

    assert answer.status_code == 409
    assert not Measure.objects.exists()


# Under the figures ---------------------------------------------------------------------------


@pytest.fixture
def spoken(programme: Programme) -> Programme:
    for number in range(8):
        submission = programme.accept(words=f"It took {number} days.")
        programme.pain(submission)
    return programme


def test_words_under_a_figure_come_without_their_authors(as_bea: Client, spoken: Programme) -> None:
    html = as_bea.get(reverse("insights:under", args=[spoken.campaign.pk, "touchpoint", spoken.delivery.pk])).content.decode()

    assert "It took 3 days." in html
    assert "Secret" not in html


def test_under_eight_speakers_no_words_are_shown(as_bea: Client, programme: Programme) -> None:
    programme.accept(words="Only I would say this.")

    html = as_bea.get(reverse("insights:under", args=[programme.campaign.pk, "words", 0])).content.decode()

    assert "Only I" not in html
    assert "Not enough" in html


def test_a_theme_opens_its_pain_points(as_bea: Client, bea: Member, spoken: Programme) -> None:
    from feedback.models import PainPoint

    theme = merge(pain_points=PainPoint.objects.all(), title={"en": "No call"}, by=bea, now=NOON)

    html = as_bea.get(reverse("insights:under", args=[spoken.campaign.pk, "theme", theme.pk])).content.decode()

    assert html.count("comes without calling") == 8


@pytest.mark.parametrize("right", [None, DEPARTMENT_OWNER])
def test_what_lies_under_is_not_for_everybody(client: Client, ada: Member, spoken: Programme, right: str | None) -> None:
    if right:
        grant(member=ada, right=right)
    client.force_login(ada)

    assert client.get(reverse("insights:under", args=[spoken.campaign.pk, "words", 0])).status_code == 403


def test_a_photo_that_was_taken_down_is_gone(as_bea: Client, spoken: Programme, tmp_path: Path) -> None:
    evidence = photo_of(spoken)
    address = reverse("insights:photo", args=[spoken.campaign.pk, evidence.pk])
    assert as_bea.get(address).status_code == 200

    Evidence.objects.update(taken_down_at=NOON)

    assert as_bea.get(address).status_code == 404


def photo_of(programme: Programme) -> Evidence:
    from PIL import Image

    from claims.models import Claim

    drawn = io.BytesIO()
    Image.new("RGB", (40, 30)).save(drawn, "JPEG")
    evidence = Evidence(
        claim=Claim.objects.order_by("pk")[0], question="photo", width=40, height=30, size=1, sent_sha256="0" * 64, sha256="0" * 64,
        perceptual_hash="0" * 16, uploaded_at=NOON,
    )  # fmt: skip
    evidence.image.save("a.jpg", ContentFile(drawn.getvalue()), save=False)
    evidence.thumbnail.save("b.jpg", ContentFile(drawn.getvalue()), save=False)
    evidence.save()
    return evidence
