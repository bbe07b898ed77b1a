"""Studies: several methods with their evidence, and hypotheses that numbers can prove wrong."""

import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from claims.models import Claim
from cms.models import CampaignIndexPage
from cms.study_figures import Reading, readings_of
from feedback.models import Answer, Submission
from insights.models import Measure, SeriesPoint
from members.models import Department, Member
from tasks_catalog.models import Evidence, Hypothesis, Journey, Method, Provider, Study, Task, Touchpoint
from tests.members.factories import MemberFactory
from tests.tasks_catalog.definitions import texts

pytestmark = pytest.mark.django_db

CHANGE = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture
def study(index: CampaignIndexPage) -> Study:
    return Study.objects.create(
        slug="goodbye", title="A good ending", question="Does it bring people back?", sponsor=Department.objects.get(code="cards"),
        starts_on=date(2026, 1, 5), journey=Journey.objects.get(),
    )  # fmt: skip


def told(task: Task, scale: str, number: int, *, at: datetime, insider: bool = False, state: str = "accepted") -> None:
    assert task.version
    claim = Claim.objects.create(
        task=task, member=MemberFactory(), version=task.version, state=Claim.State.ACCEPTED, insider=insider,
        claimed_at=at, held_until=at, started_at=at, deadline=at,
    )  # fmt: skip
    sent = Submission.objects.create(claim=claim, state=state, submitted_at=at, review_due=at, key=uuid.uuid4())
    own = Provider.objects.get(slug="own")
    Answer.objects.create(
        submission=sent, question="q", subject="own", provider=own, touchpoint=task.touchpoints.get(), type="integer", scale=scale,
        number=number,
    )  # fmt: skip


def read(study: Study, **hypothesis: Any) -> Reading:
    Hypothesis.objects.create(study=study, statement="It gets better", **hypothesis)
    return readings_of(study)[-1]


def before_and_after(task: Task, scale: str, before: int, after: int) -> None:
    for each in range(12):
        told(task, scale, before - each % 2, at=CHANGE - timedelta(days=2))
        told(task, scale, after - each % 2, at=CHANGE + timedelta(days=2))


# What the numbers say -----------------------------------------------------------


def test_a_clear_rise_confirms(study: Study, task: Task) -> None:
    before_and_after(task, "emotion", 0, 2)

    found = read(study, scale="emotion", changed_on=CHANGE.date())

    assert found.says == Hypothesis.Verdict.CONFIRMED
    assert found.difference is not None
    assert (found.difference.value, found.now and found.now.n) == (2, 12)


def test_more_effort_refutes(study: Study, task: Task) -> None:
    before_and_after(task, "ces", 2, 6)

    assert read(study, scale="ces", changed_on=CHANGE.date()).says == Hypothesis.Verdict.REFUTED


def test_no_difference_cannot_tell(study: Study, task: Task) -> None:
    before_and_after(task, "emotion", 1, 1)

    assert read(study, scale="emotion", changed_on=CHANGE.date()).says == Hypothesis.Verdict.CANNOT_TELL


def test_under_the_small_number_nothing_is_said(study: Study, task: Task) -> None:
    for number in (1, 2, 2, 1):
        told(task, "emotion", number, at=CHANGE)

    found = read(study, scale="emotion")

    assert (found.now, found.says) == (None, None)


@pytest.mark.parametrize("unlike", [{"insider": True}, {"state": "excluded"}, {"state": "waiting"}])
def test_what_does_not_count_elsewhere_does_not_count_here(study: Study, task: Task, unlike: dict[str, Any]) -> None:
    for _each in range(6):
        told(task, "emotion", 2, at=CHANGE, **unlike)

    assert read(study, scale="emotion").now is None


def test_another_touchpoints_numbers_are_not_this_ones(study: Study, task: Task) -> None:
    for _each in range(6):
        told(task, "emotion", 2, at=CHANGE)
    other = Touchpoint.objects.create(
        stage=Touchpoint.objects.get().stage, slug="app", name=texts("App"), position=2, owner=Department.objects.get(code="cards")
    )

    assert read(study, scale="emotion", touchpoint=other).now is None
    assert read(study, scale="emotion").now is not None


def test_an_operational_measure_is_pooled_before_and_after(study: Study) -> None:
    churn = Measure.objects.create(slug="churn", name=texts("Churn"), good="down")
    for month, hits in ((1, 300), (2, 280), (3, 150), (4, 140)):
        SeriesPoint.objects.create(measure=churn, period_start=date(2026, month, 1), hits=hits, total=1000)

    found = read(study, series="churn", changed_on=date(2026, 3, 1))

    assert found.before is not None
    assert found.now is not None
    assert (found.before.value, found.now.value, found.says) == (0.29, 0.145, Hypothesis.Verdict.CONFIRMED)


def test_a_measure_that_is_gone_says_nothing(study: Study) -> None:
    assert read(study, series="nothing", changed_on=date(2026, 3, 1)).says is None


# What the database refuses ------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({}, "hypothesis_points_at_a_measure"),
        ({"scale": "nps", "series": "churn"}, "hypothesis_points_at_a_measure"),
        ({"scale": "nps", "verdict": "confirmed"}, "verdict_has_a_reason"),
    ],
)
def test_a_hypothesis_points_at_one_measure_and_a_verdict_has_its_reason(study: Study, fields: dict[str, str], rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Hypothesis.objects.create(study=study, statement="So it is", **fields)


def test_evidence_is_something(study: Study) -> None:
    method = Method.objects.create(study=study, kind="desk", what="Other brands")

    with pytest.raises(IntegrityError, match="evidence_is_something"), transaction.atomic():
        Evidence.objects.create(method=method, title="Empty")
    Evidence.objects.create(method=method, title="A note", note="They call back")


def test_a_study_ends_after_it_starts(study: Study) -> None:
    study.ends_on = study.starts_on - timedelta(days=1)

    with pytest.raises(IntegrityError, match="study_ends_after_it_starts"):
        study.save()


# Written and read ---------------------------------------------------------------


def form(*, evidence: list[Any] | None = None, hypotheses: list[Any] | None = None, **changes: Any) -> dict[str, Any]:
    method = {
        "kind": "interview", "phase": "discover", "what": "20 customers who left", "planned_on": "", "done_on": "2026-02-01",
        "people": "20", "learnt": "Nobody asked them why", "evidence": inline_formset(evidence or []),
    }  # fmt: skip
    written = {
        "title": "Leaving well",
        "question": "What keeps a door open?",
        "journey": "",
        "sponsor": str(Department.objects.get(code="cards").pk),
        "phase": "define",
        "starts_on": "2026-01-05",
        "ends_on": "",
        "conclusion": "",
        "slug": "",
        "methods": inline_formset([method]),
        "hypotheses": inline_formset(hypotheses or []),
    } | changes
    return nested_form_data(written)


def hypothesis(**fields: Any) -> dict[str, Any]:
    return {"statement": "A good ending raises recommendation", "scale": "nps", "touchpoint": "", "series": "", "changed_on": "",
            "verdict": "open", "verdict_note": ""} | fields  # fmt: skip


def test_a_manager_writes_a_study_with_its_methods_and_their_evidence(index: CampaignIndexPage, bea_at_desk: Client) -> None:
    note = {"title": "Transcripts", "note": "", "link": "", "task": "", "file": SimpleUploadedFile("talks.txt", b"They said")}

    answer = bea_at_desk.post("/manage/studies/new/", form(evidence=[note], hypotheses=[hypothesis()]))

    assert answer.status_code == 302
    study = Study.objects.get()
    assert (study.slug, study.methods.get().people, study.hypotheses.get().scale) == ("leaving-well", 20, "nps")
    with Evidence.objects.get().file.open() as kept:
        assert kept.read() == b"They said"


@pytest.mark.parametrize(
    "spoilt",
    [
        {"hypotheses": [{"scale": ""}]},
        {"hypotheses": [{"verdict": "refuted"}]},
        {"evidence": [{"title": "Empty"}]},
        {"evidence": [{"title": "Odd", "file": SimpleUploadedFile("page.html", b"<script>")}]},
        {"ends_on": "2026-01-01"},
    ],
)
def test_what_is_wrong_is_said_before_the_database_says_it(index: CampaignIndexPage, bea_at_desk: Client, spoilt: dict[str, Any]) -> None:
    fields: dict[str, Any] = dict(spoilt)
    if "hypotheses" in spoilt:
        fields["hypotheses"] = [hypothesis(**each) for each in spoilt["hypotheses"]]
    if "evidence" in spoilt:
        fields["evidence"] = [{"note": "", "link": "", "task": "", "file": ""} | each for each in spoilt["evidence"]]

    answer = bea_at_desk.post("/manage/studies/new/", form(**fields))

    assert answer.status_code == 200
    assert not Study.objects.exists()


def test_a_study_is_read_in_its_four_phases(study: Study, bea_at_desk: Client) -> None:
    method = Method.objects.create(study=study, kind="safari", phase="discover", what="The team closes its own accounts", done_on=CHANGE)
    Evidence.objects.create(method=method, title="Diary", note="Four calls")
    Hypothesis.objects.create(study=study, statement="Fewer calls", scale="ces")

    page = bea_at_desk.get(reverse("study_pages:study", args=[study.pk])).content.decode()

    assert page.index("Discover") < page.index("The team closes its own accounts") < page.index("Four calls") < page.index("Fewer calls")
    assert page.count('aria-current="step"') == 1


def test_a_file_is_kept_and_never_shown(study: Study, client: Client, bea_at_desk: Client, ada: Member, tmp_path: Path) -> None:
    method = Method.objects.create(study=study, kind="survey", what="680 people")
    evidence = Evidence.objects.create(method=method, title="Raw", file=SimpleUploadedFile("raw.csv", b"a,b"))
    url = reverse("study_pages:file", args=[evidence.pk])

    kept = bea_at_desk.get(url)

    assert "attachment" in kept.headers["Content-Disposition"]
    assert b"".join(kept.streaming_content) == b"a,b"  # type: ignore[attr-defined]
    client.force_login(ada)
    assert client.get(url).status_code in {302, 403, 404}


def test_evidence_without_a_file_has_none_to_give(study: Study, bea_at_desk: Client) -> None:
    method = Method.objects.create(study=study, kind="desk", what="Other brands")
    evidence = Evidence.objects.create(method=method, title="A note", note="They call back")

    assert bea_at_desk.get(reverse("study_pages:file", args=[evidence.pk])).status_code == 404


def test_employees_read_no_study(study: Study, client: Client, ada: Member) -> None:
    client.force_login(ada)

    assert client.get(reverse("study_pages:study", args=[study.pk])).status_code in {302, 403, 404}
    assert client.get("/manage/studies/").status_code in {302, 403, 404}


def test_the_list_of_studies_opens(study: Study, bea_at_desk: Client) -> None:
    page = bea_at_desk.get("/manage/studies/").content.decode()

    assert "A good ending" in page
    assert reverse("study_pages:study", args=[study.pk]) in page
