"""Every type of question takes what fits it, refuses what does not, and is kept in its typed row."""

import uuid
from datetime import datetime
from typing import Any, cast

import pytest

from feedback.lacks import lack_of
from feedback.models import Answer, QualityFlag, SubmissionRevision
from feedback.photos import add_photo
from feedback.reading import read
from feedback.services import submit
from feedback.values import BadValue, checked
from members.models import Member
from tests.feedback.factories import a_photo, answer, make_claim, make_task
from tests.feedback.whole import CONTACT, WHOLE, claimed, lacks
from tests.tasks_catalog.definitions import texts
from tests.tasks_catalog.rich import ask, question_of, rich


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("order", ["care"], ["care"]),
        ("grid", {"time": "bad", "tone": None}, {"time": "bad"}),
        ("grid", {"time": "bad", "tone": "good"}, {"tone": "good", "time": "bad"}),
        ("there", "unknown", "unknown"),
        ("code", " 590 ", "590"),
        ("why", "half \ud83d of \x00 one \U0001f600", "half  of  one \U0001f600"),
        ("score", 0, 0),
        ("score", 10, 10),
        ("stars", 5, 5),
        ("waited", 0, 0),
        ("day", "2028-02-29", "2028-02-29"),
        ("hour", "00:00", "00:00"),
        ("kept", {"kept": True}, {"kept": True, "seconds": None}),
        ("kept", {"kept": None, "seconds": 30}, {"kept": None, "seconds": 30}),
        ("log", [{"when": "", "channel": None, "outcome": "busy"}], [{"when": "", "channel": "", "who_chased": "", "outcome": "busy"}]),
        ("days", 2.000049, 2.0),
    ],
)
def test_what_fits_its_question_is_kept(name: str, value: Any, kept: Any) -> None:
    assert checked(question_of(rich(), name), value) == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("order", ["care", "care"]),
        ("order", ["taste"]),
        ("order", "care"),
        ("grid", {"colour": "good"}),
        ("grid", {"tone": "fair"}),
        ("grid", {"tone": ["good"]}),
        ("grid", ["good"]),
        ("there", "31.2,121.5"),
        ("there", {"latitude": 31.2}),
        ("there", True),
        ("code", 590),
        ("code", "9" * 201),
        ("score", 11),
        ("score", -1),
        ("score", 7.5),
        ("score", True),
        ("stars", 0),
        ("stars", 6),
        ("stars", 2.5),
        ("stars", "3"),
        ("stars", float("nan")),
        ("waited", -1),
        ("waited", 1.5),
        ("waited", 10**10),
        ("day", "27.02.2026"),
        ("day", "2026-02-30"),
        ("day", "20260227"),
        ("day", "2026-W09-5"),
        ("day", "٢٠٢٦-٠٢-٢٧"),
        ("hour", "24:00"),
        ("hour", "9:15"),
        ("hour", "09:15:00"),
        ("kept", True),
        ("kept", {"kept": "yes"}),
        ("kept", {"kept": True, "seconds": -1}),
        ("kept", {"kept": True, "seconds": 1.5}),
        ("kept", {"kept": True, "why": "x"}),
        ("log", [CONTACT | {"when": "yesterday"}]),
        ("log", [CONTACT | {"when": "2026-03-02T09:15:30"}]),
        ("log", [CONTACT | {"channel": "pigeon"}]),
        ("log", [CONTACT | {"who_chased": "they"}]),
        ("log", [CONTACT | {"outcome": 7}]),
        ("log", [CONTACT | {"number": "+48"}]),
        ("log", CONTACT),
        ("total", 12),
        ("thanks", "you are welcome"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(name: str, value: Any) -> None:
    with pytest.raises(BadValue) as refusal:
        checked(question_of(rich(), name), value)

    assert str(refusal.value).strip()


def test_a_tenth_on_a_range_is_a_mark_although_it_cannot_be_written_exactly() -> None:
    tenths = ask("range", "r", parameters={"start": 0, "end": 1, "step": 0.1})

    assert checked(tenths, 0.1 + 0.2) == 0.3


def test_every_type_fills_its_typed_row(ada: Member, noon: datetime) -> None:
    draft = claimed(ada)

    submit(claim=draft.claim, key=uuid.uuid4(), now=noon)

    rows = {(row.question, row.subject): row for row in Answer.objects.all()}
    kept = {
        name: (float(row.number) if row.number is not None else None, row.text, row.choices)
        for (name, subject), row in rows.items()
        if subject == "own"
    }
    assert kept == {
        "came": (None, "", ["yes"]),
        "saw": (None, "", ["queue", "clerk"]),
        "order": (None, "", ["care", "speed", "price"]),
        "grid": (None, "", {"tone": "good", "time": "bad"}),
        "there": (None, "inside", None),
        "code": (None, "5901234123457", None),
        "nps": (3, "", None),
        "score": (7, "", None),
        "stars": (4, "", None),
        "days": (2.5, "", None),
        "waited": (900, "", None),
        "day": (None, "2026-02-27", None),
        "hour": (None, "09:15", None),
        "kept": (5400, "", ["broken"]),
        "total": (11, "", None),
        "points": (3, "", None),
        "gap": (4, "", None),
        "why": (None, "They never came.", None),
        "late": (None, "Two hours.", None),
        "log": (None, "", [CONTACT]),
    }
    assert rows["grid", "rival"].choices == {"tone": "good", "time": "good"}


def test_what_was_sent_holds_what_was_calculated(ada: Member, noon: datetime) -> None:
    submit(claim=claimed(ada).claim, key=uuid.uuid4(), now=noon)

    assert SubmissionRevision.objects.get().answers["gap.own"] == 4


def test_a_calculation_too_large_for_a_number_is_kept_in_words(ada: Member, noon: datetime) -> None:
    whole = rich()
    whole["steps"][1]["questions"] += [
        *(ask("integer", f"n{number}") for number in range(12)),
        ask("calculate", "huge", calculation={"sum": [f"n{number}" for number in range(12)]}),
    ]
    numbers: dict[str, Any] = {f"n{number}": 999_999_999 for number in range(12)}

    submit(claim=claimed(ada, whole, **numbers).claim, key=uuid.uuid4(), now=noon)

    assert Answer.objects.get(question="huge").text == "11999999988"


def test_a_whole_draft_lacks_nothing(ada: Member) -> None:
    assert lacks(claimed(ada)) == {}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("order", ["care", "price"], "Put all of them in order."),
        ("there", "outside", "This has to be done on the spot. Check again when you are there."),
        ("there", "unknown", "This has to be done on the spot. Check again when you are there."),
        ("kept", {"kept": None, "seconds": 9}, "Say whether the promise was kept."),
        ("log", [CONTACT | {"outcome": " "}], "Every contact needs when, how, who chased whom and what came of it."),
        ("log", None, "Contacts: 0 of 1."),
        ("waited", 7200, "Less than two hours"),
        ("day", "2025-12-31", "This year"),
        ("came", None, "An answer is needed here."),
    ],
)
def test_what_an_answer_lacks_is_said_at_its_question(ada: Member, name: str, value: Any, message: str) -> None:
    assert lacks(claimed(ada, **{name: value}))[name] == message


def test_a_required_matrix_needs_every_row_and_an_optional_one_does_not(ada: Member) -> None:
    draft = claimed(ada, grid={"tone": "good"})
    assert lacks(draft) == {}

    whole = rich()
    question_of(whole, "grid")["required"] = True
    draft.claim.version.definition = whole
    assert lacks(draft) == {"grid": "An answer is needed in every row."}


def test_a_soft_place_lets_pass_who_was_elsewhere_and_tells_the_reviewer(ada: Member, noon: datetime) -> None:
    whole = rich()
    question_of(whole, "there")["parameters"]["strict"] = False

    submission = submit(claim=claimed(ada, whole, there="outside").claim, key=uuid.uuid4(), now=noon)

    assert submission.flags.get(kind=QualityFlag.Kind.OUTSIDE).detail == "there"
    assert [check.detail for check in read(submission, {}).checks if not check.fine and check.detail == "there"]


@pytest.mark.parametrize("where", ["inside", "unknown"])
def test_who_was_there_or_could_not_tell_is_not_flagged(ada: Member, noon: datetime, where: str) -> None:
    whole = rich()
    question_of(whole, "there")["parameters"]["strict"] = False

    submission = submit(claim=claimed(ada, whole, there=where).claim, key=uuid.uuid4(), now=noon)

    assert not submission.flags.filter(kind=QualityFlag.Kind.OUTSIDE).exists()


def test_five_rows_with_the_same_mark_are_a_straight_line(ada: Member, noon: datetime) -> None:
    whole, names = rich(), [f"row{number}" for number in range(5)]
    question_of(whole, "grid")["rows"] = [{"name": name, "label": texts(name)} for name in names]
    marks = dict.fromkeys(names, "good")
    claim = make_claim(ada, task=make_task(definition=whole), arm="calm")
    answer(claim, WHOLE | {("grid", "own"): marks, ("grid", "rival"): marks})
    add_photo(claim=claim, id=uuid.uuid4(), question="front", subject="own", content=a_photo(3), now=noon)

    submission = submit(claim=claim, key=uuid.uuid4(), now=noon)

    assert submission.flags.get(kind=QualityFlag.Kind.STRAIGHT_LINE).detail == "grid"


@pytest.mark.parametrize("kind", ["note", "calculate"])
def test_what_nobody_answers_is_never_missing(kind: Any) -> None:
    """However another tool's form marked it."""
    assert lack_of({"type": kind, "name": "told", "label": {"en": "Told"}, "required": True}, None) == ""


@pytest.mark.parametrize(("fields", "most"), [({}, 20), ({"maximum": 2}, 2)])
def test_no_more_cards_than_fit_are_taken(fields: Any, most: int) -> None:
    question: Any = {"type": "pain", "name": "pains", "label": {"en": "Pain points"}, **fields}
    assert len(cast("list[Any]", checked(question, [{"what": "It hurts"}] * most))) == most

    with pytest.raises(BadValue, match=f"At most {most}"):
        checked(question, [{"what": "It hurts"}] * (most + 1))
