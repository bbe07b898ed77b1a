"""A task's answers as CSV, SPSS and Triple-S: every type readable, no name in any of them, little where few spoke."""

import csv
import io
import uuid
import zipfile
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyreadstat
import pytest
from django.test import Client

from feedback.answers_out.table import Table, TooFewAnswers, table_of
from feedback.models import Submission
from feedback.photos import add_photo
from feedback.reading import pseudonym
from feedback.services import submit
from members.models import AuditEvent, Member
from members.rights import MANAGEMENT, PROGRAMME_MANAGER, REVIEWER, grant
from tasks_catalog.models import Task
from tests.feedback.factories import a_photo, answer, make_claim, make_task
from tests.feedback.whole import WHOLE
from tests.members.factories import MemberFactory
from tests.tasks_catalog.rich import rich

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(ada: Member) -> Task:
    """One submission with every type of answer, accepted."""
    return accept(ada)


def accept(member: Member, *, task: Task | None = None, **changes: Any) -> Task:
    claim = make_claim(member, task=task or make_task(definition=rich()), arm="calm")
    answer(claim, WHOLE | {(name, "own"): value for name, value in changes.items()})
    add_photo(claim=claim, id=uuid.uuid4(), question="front", subject="own", content=a_photo(3), now=claim.claimed_at)
    submission = submit(claim=claim, key=uuid.uuid4(), now=claim.claimed_at)
    Submission.objects.filter(pk=submission.pk).update(state=Submission.State.ACCEPTED)
    return claim.task


@pytest.fixture
def manager(bea: Member) -> Member:
    grant(member=bea, right=PROGRAMME_MANAGER)
    return bea


@pytest.fixture
def director(dan: Member) -> Member:
    grant(member=dan, right=MANAGEMENT)
    return dan


@pytest.fixture
def taken(client: Client, manager: Member, accepted: Task) -> Callable[[str], bytes]:
    client.force_login(manager)
    return lambda key: client.get(f"/desk/answers/{accepted.slug}/{key}/").content


def first_row(table: Table) -> dict[str, Any]:
    return dict(zip((variable.name for variable in table.variables), table.rows[0], strict=True))


def test_every_type_has_its_cell(accepted: Task, manager: Member) -> None:
    row = first_row(table_of(accepted, reader=manager))

    expected = {
        "came": "yes",
        "saw": ["queue", "clerk"],
        "order_care": 1,
        "grid_rival_time": "good",
        "there": "inside",
        "code": "5901234123457",
        "nps_own": 3,
        "nps_rival": 9,
        "days": 2.5,
        "front": 1,
        "waited": 900,
        "day": date(2026, 2, 27),
        "hour": time(9, 15),
        "kept": "broken",
        "kept_seconds": 5400,
        "log": 1,
        "log_words": "2026-03-02T09:15, phone, me, Nobody picked up",
        "pains": 1,
    }
    assert {name: row[name] for name in expected} == expected
    assert (row["scenario"], row["total"], "thanks" in row) == ("calm", 11, False)


def test_what_waits_for_review_is_not_taken_out(accepted: Task, manager: Member) -> None:
    Submission.objects.update(state=Submission.State.WAITING)

    assert table_of(accepted, reader=manager).rows == []


def test_what_is_left_out_of_the_figures_says_so(accepted: Task, manager: Member) -> None:
    Submission.objects.update(state=Submission.State.EXCLUDED)

    assert first_row(table_of(accepted, reader=manager))["in_figures"] == "no"


def test_csv_reads_as_it_was_answered(taken: Callable[[str], bytes]) -> None:
    (row,) = csv.DictReader(io.StringIO(taken("csv").decode("utf-8-sig")))

    assert (row["saw"], row["nps_rival"], row["days"], row["why"]) == ("queue clerk", "9", "2.5", "They never came.")


def test_a_formula_in_an_answer_is_no_formula_in_the_file(ada: Member, client: Client, manager: Member) -> None:
    task = accept(ada, why='=HYPERLINK("evil")')
    client.force_login(manager)

    (row,) = csv.DictReader(io.StringIO(client.get(f"/desk/answers/{task.slug}/csv/").content.decode("utf-8-sig")))

    assert row["why"].startswith("'=")


def test_spss_reads_labels_values_and_answers(taken: Callable[[str], bytes], tmp_path: Path) -> None:
    path = tmp_path / "answers.sav"
    path.write_bytes(taken("spss"))

    frame, told = pyreadstat.read_sav(str(path))

    assert (told.column_names_to_labels["came"], told.variable_value_labels["came"]) == ("came", {1.0: "yes", 2.0: "no"})
    assert [frame[name][0] for name in ("came", "saw_1", "saw_3", "nps_rival", "why")] == [1.0, 1.0, 0.0, 9.0, "They never came."]
    assert str(frame["day"][0]) == "2026-02-27"


def test_triple_s_has_the_definition_beside_the_data(taken: Callable[[str], bytes]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(taken("triple-s")))
    definition, data = sorted(archive.namelist(), reverse=True)
    root = ET.fromstring(archive.read(definition))  # noqa: S314 - our own
    variables = root.findall("./survey/record/variable")
    rows = list(csv.reader(io.StringIO(archive.read(data).decode())))

    assert (root.get("version"), root.find("./survey/record").attrib["href"]) == ("2.0", data)  # type: ignore[union-attr]
    assert [variable.findtext("name") for variable in variables] == rows[0]
    assert [variable.find("position").attrib["start"] for variable in variables] == [str(n) for n in range(1, len(rows[0]) + 1)]  # type: ignore[union-attr]
    cells = dict(zip(rows[0], rows[1], strict=True))
    assert (cells["came"], cells["saw"], cells["nps_rival"], cells["day"], cells["hour"]) == ("1", "110", "9", "20260227", "091500")


def test_every_value_of_triple_s_is_one_that_its_definition_allows(taken: Callable[[str], bytes]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(taken("triple-s")))
    definition, data = sorted(archive.namelist(), reverse=True)
    rows = list(csv.reader(io.StringIO(archive.read(data).decode())))

    for variable in ET.fromstring(archive.read(definition)).findall("./survey/record/variable"):  # noqa: S314 - our own
        cell = rows[1][int(variable.attrib["ident"]) - 1]
        assert fits_definition(variable, cell), variable.findtext("name")


def fits_definition(variable: ET.Element, cell: str) -> bool:
    codes = [value.attrib["code"] for value in variable.findall("./values/value")]
    match variable.attrib["type"]:
        case "single":
            return cell in {"", *codes}
        case "multiple":
            return len(cell) == len(codes) and set(cell) <= {"0", "1"}
        case "quantity":
            ends = variable.find("./values/range")
            return ends is not None and (cell == "" or float(ends.attrib["from"]) <= float(cell) <= float(ends.attrib["to"]))
        case "character":
            return len(cell) <= int(variable.findtext("size") or 0)
        case "date":
            return cell == "" or len(cell) == 8
    return variable.attrib["type"] == "time"


@pytest.mark.parametrize("key", ["csv", "spss", "triple-s"])
def test_no_name_stands_in_any_file(taken: Callable[[str], bytes], ada: Member, key: str) -> None:
    content = taken(key)
    if key == "triple-s":
        archive = zipfile.ZipFile(io.BytesIO(content))
        content = b"".join(archive.read(name) for name in archive.namelist())

    for canary in (ada.first_name, ada.last_name, ada.email, ada.username):
        assert not canary or canary.encode() not in content


def test_a_manager_sees_the_sign_of_the_review_desk(accepted: Task, manager: Member, ada: Member) -> None:
    assert first_row(table_of(accepted, reader=manager))["tester"] == pseudonym(ada)


def test_management_sees_nothing_where_few_spoke(accepted: Task, director: Member) -> None:
    with pytest.raises(TooFewAnswers):
        table_of(accepted, reader=director)


def many(task: Task, count: int) -> None:
    for _number in range(count):
        accept(MemberFactory(), task=task)
    assert Submission.objects.filter(claim__task=task).count() == count + 1


def test_management_sees_no_words_where_some_spoke(accepted: Task, director: Member) -> None:
    many(accepted, 4)

    table = table_of(accepted, reader=director)

    names = {variable.name for variable in table.variables}
    assert (len(table.rows), table.without_words) == (5, True)
    assert not names & {"why", "pains_words", "log_words", "tester", "sent_on", "insider"}
    assert "nps_own" in names


def test_management_sees_words_where_many_spoke(accepted: Task, director: Member) -> None:
    many(accepted, 7)

    assert "why" in {variable.name for variable in table_of(accepted, reader=director).variables}


def test_management_is_told_why_there_is_no_file(client: Client, accepted: Task, director: Member) -> None:
    client.force_login(director)

    response = client.get(f"/desk/answers/{accepted.slug}/csv/")

    assert response.status_code == 409
    assert "could point at somebody" in response.content.decode()


def test_taking_answers_out_is_written_down(taken: Callable[[str], bytes], manager: Member, accepted: Task) -> None:
    taken("csv")

    event = AuditEvent.objects.get(did="answers.export")
    assert (event.by, event.on_id, event.detail) == (manager, str(accepted.pk), {"format": "csv", "rows": 1})


@pytest.mark.parametrize("path", ["", "{slug}/", "{slug}/csv/"])
def test_others_take_nothing_out(client: Client, accepted: Task, eve: Member, path: str) -> None:
    grant(member=eve, right=REVIEWER)
    client.force_login(eve)

    assert client.get("/desk/answers/" + path.format(slug=accepted.slug)).status_code == 403


def test_files_are_only_read(client: Client, accepted: Task, manager: Member) -> None:
    client.force_login(manager)

    assert client.post(f"/desk/answers/{accepted.slug}/csv/").status_code == 405
    assert client.get(f"/desk/answers/{accepted.slug}/pdf/").status_code == 404
    assert client.get("/desk/answers/no-such-task/").status_code == 404


def test_the_desk_lists_tasks_and_what_they_have(client: Client, accepted: Task, manager: Member) -> None:
    client.force_login(manager)

    assert f"/desk/answers/{accepted.slug}/" in client.get("/desk/answers/").content.decode()
    assert "1 accepted submission." in client.get(f"/desk/answers/{accepted.slug}/").content.decode()
