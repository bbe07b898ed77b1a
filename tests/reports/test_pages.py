"""The pages, tried four ways, and the print."""

import io
import re
from datetime import datetime
from unittest.mock import patch

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from members.models import Member
from members.rights import DEPARTMENT_OWNER, REVIEWER, grant
from reports.building import build
from reports.models import Report
from reports.printing import CannotPrint, pdf_of
from reports.services import ask_for_report, publish_report
from tests.insights.factories import Programme


def page(name: str, report: Report) -> str:
    return reverse(f"reports:{name}", args=[report.pk])


@pytest.fixture
def as_bea(client: Client, bea: Member) -> Client:
    client.force_login(bea)
    return client


def test_the_manager_reads_the_draft(as_bea: Client, draft: Report) -> None:
    answer = as_bea.get(page("report", draft))

    assert answer.status_code == 200
    assert draft.headline["en"] in answer.content.decode()


def test_the_page_carries_no_inline_style_and_no_script_of_a_chart(as_bea: Client, draft: Report) -> None:
    html = as_bea.get(page("report", draft)).content.decode()

    assert " style=" not in html
    assert not re.search(r"<svg(?:(?!</svg>).)*<script", html, re.DOTALL)
    assert html.count('role="img"') == 8  # scores, emotions, gaps, funnel; each wide and narrow


def test_no_tester_is_named(as_bea: Client, draft: Report) -> None:
    assert "Secret" not in as_bea.get(page("report", draft)).content.decode()


@pytest.mark.parametrize("right", [None, DEPARTMENT_OWNER])
def test_a_draft_is_nobody_elses(client: Client, ada: Member, draft: Report, right: str | None) -> None:
    if right:
        grant(member=ada, right=right)
    client.force_login(ada)

    assert client.get(page("report", draft)).status_code == 404
    assert client.get(page("pdf", draft)).status_code == 404


def test_a_department_owner_reads_what_is_published(client: Client, cy: Member, bea: Member, draft: Report, now: datetime) -> None:
    grant(member=cy, right=DEPARTMENT_OWNER)
    publish_report(report=draft, by=bea, now=now)
    client.force_login(cy)

    assert client.get(page("report", draft)).status_code == 200
    assert draft.title["en"] in client.get(reverse("reports:desk")).content.decode()


def test_a_reviewer_reads_but_does_not_publish(client: Client, dan: Member, draft: Report) -> None:
    grant(member=dan, right=REVIEWER)
    client.force_login(dan)

    assert client.get(page("report", draft)).status_code == 200
    assert client.post(page("publish", draft)).status_code == 404


def test_somebody_signed_out_is_asked_to_sign_in(client: Client, draft: Report) -> None:
    assert client.get(page("report", draft)).status_code == 302


@pytest.mark.parametrize("name", ["publish", "words", "again"])
def test_changing_needs_a_post(as_bea: Client, draft: Report, name: str) -> None:
    assert as_bea.get(page(name, draft)).status_code == 405


def test_publishing_by_hand_twice_shows_the_same_page(as_bea: Client, draft: Report) -> None:
    for _ in range(2):
        assert as_bea.post(page("publish", draft), follow=True).status_code == 200
    assert Report.objects.get().state == Report.State.PUBLISHED


def test_words_on_a_published_report_are_refused_with_the_reason(as_bea: Client, draft: Report) -> None:
    as_bea.post(page("publish", draft))

    answer = as_bea.post(page("words", draft), {"headline_en": "Other"})

    assert answer.status_code == 409
    assert "new edition" in answer.content.decode()


def test_asking_from_the_desk_leads_to_the_progress(as_bea: Client, programme: Programme) -> None:
    answer = as_bea.post(reverse("reports:ask"), {"campaign": programme.campaign.pk}, follow=True)

    assert "Waiting for a worker" in answer.content.decode()
    assert "hx-trigger" in answer.content.decode()


def test_the_progress_sends_the_browser_on_when_it_is_ready(as_bea: Client, draft: Report) -> None:
    assert as_bea.get(page("progress", draft)).headers["HX-Refresh"] == "true"


def test_a_failed_build_says_what_to_do(as_bea: Client, draft: Report) -> None:
    Report.objects.update(state=Report.State.FAILED, data=None, digest="")

    html = as_bea.get(page("report", draft)).content.decode()

    assert "Build it again" in html
    assert "Nothing is lost" in html


def test_the_dashboard_is_read_with_few_queries(
    as_bea: Client, programme: Programme, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        answer = as_bea.get(reverse("reports:figures"))

    assert "One scorecard" in answer.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "pl"])
def test_the_print_has_polish_and_chinese_in_its_text_layer(draft: Report, language: str) -> None:
    from django.utils import translation

    with translation.override(language):
        reader = pypdf.PdfReader(io.BytesIO(pdf_of(draft)))

    text = "".join(page.extract_text() for page in reader.pages)
    assert "Życzliwość" in text
    assert "排队" in text
    assert reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]


def test_a_campaign_without_accepted_work_has_an_honest_report(as_bea: Client, bea: Member, now: datetime) -> None:
    report = ask_for_report(campaign=Programme(slug="farewell").campaign, by=bea, now=now)
    build(report_id=report.pk, now=now)

    html = as_bea.get(page("report", report)).content.decode()

    assert "Too early to tell: 0 accepted experiences so far." in html


def test_without_pango_the_page_says_what_to_install(as_bea: Client, draft: Report) -> None:
    with patch("reports.views.pdf_of", side_effect=CannotPrint("Run on the server: apt-get install libpango-1.0-0")):
        answer = as_bea.get(page("pdf", draft))

    assert answer.status_code == 503
    assert "apt-get install" in answer.content.decode()
