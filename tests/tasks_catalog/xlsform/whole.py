"""Questionnaires to be written as forms and read again: everything that the language has."""

from typing import Any, cast

from tasks_catalog.questionnaire import Definition
from tests.tasks_catalog.definitions import definition, texts
from tests.tasks_catalog.rich import rich

PAIR = {"subjects": ["own", "rival"]}
CHOICES: list[dict[str, Any]] = [{"name": "yes", "label": texts("Yes"), "score": 2}, {"name": "no", "label": texts("No"), "score": 0}]
MESSAGE = texts("That cannot be.")


def asked(kind: str, name: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "name": name, "label": texts(f"About {name}?"), **more}


def leaf(question: str, op: str, value: Any = None, **more: Any) -> dict[str, Any]:
    return {"question": question, "op": op, **({} if op == "answered" else {"value": value}), **more}


QUESTIONS: dict[str, dict[str, Any]] = {
    "text": asked("text", "q", required=True, hint=texts("In your words")),
    "long text": asked("text", "q", appearance="multiline"),
    "integer with ends": asked("integer", "q", minimum=0, maximum=90, unit=texts("min")),
    "integer with one end": asked("integer", "q", minimum=-5),
    "integer with a constraint": asked("integer", "q", constraint={"condition": leaf(".", ">", 3), "message": MESSAGE}),
    "integer with both": asked("integer", "q", minimum=0, constraint={"condition": leaf(".", "<=", 9), "message": MESSAGE}),
    "constraint that looks like an end": asked("integer", "q", constraint={"condition": leaf(".", ">=", 3), "message": MESSAGE}),
    "constraint on an earlier answer": asked(
        "integer",
        "q",
        constraint={"condition": {"any": [leaf(".", "=", 3), {"not": leaf("told", "answered")}]}, "message": MESSAGE},
    ),
    "decimal": asked("decimal", "q", **PAIR),
    "nps": asked("integer", "q", scale="nps", criterion="recommend", touchpoint="courier-call", required=True, **PAIR),
    "emotion with a constraint": asked("integer", "q", scale="emotion", constraint={"condition": leaf(".", "!=", 0), "message": MESSAGE}),
    "date": asked("date", "q", constraint={"condition": leaf(".", ">", "2026-01-31"), "message": MESSAGE}),
    "time": asked("time", "q", relevant=leaf("moment", ">=", "12:00")),
    "duration": asked("duration", "q"),
    "one of several": asked("select_one", "q", choices=CHOICES, subjects=["rival"]),
    "several": asked("select_multiple", "q", choices=CHOICES, **PAIR),
    "rank": asked("rank", "q", choices=CHOICES),
    "stars": asked("range", "q", appearance="stars", parameters={"start": 1, "end": 5, "step": 1}),
    "range": asked("range", "q", parameters={"start": 0, "end": 1, "step": 0.5}),
    "range without parameters": asked("range", "q"),
    "score": asked("score", "q", **PAIR),
    "matrix": asked(
        "matrix", "q", rows=[{"name": "staff", "label": texts("Staff")}, {"name": "shop", "label": texts("Shop")}], choices=CHOICES, **PAIR
    ),
    "photo": asked("photo", "q", minimum=1, maximum=3, parameters={"taken_now": True}),
    "photo without ends": asked("photo", "q"),
    "location": asked("location", "q", parameters={"latitude": 52.2, "longitude": 21.0, "radius": 150, "strict": True}),
    "barcode": asked("barcode", "q"),
    "note": asked("note", "q"),
    "sum": asked("calculate", "q", calculation={"sum": ["wait", "pay"]}),
    "mean": asked("calculate", "q", calculation={"mean": ["wait", "pay"]}),
    "difference": asked("calculate", "q", calculation={"difference": ["wait", "pay"]}),
    "smallest": asked("calculate", "q", calculation={"min": ["wait", "pay"]}),
    "count": asked("calculate", "q", calculation={"count": ["wait", "told"]}),
    "scores": asked("calculate", "q", calculation={"score": ["told", "channels"]}),
    "sum of one": asked("calculate", "q", calculation={"sum": ["wait"]}),
    "contact": asked("contact", "q", minimum=1),
    "promise": asked("promise", "q", touchpoint="courier-call"),
    "pain": asked("pain", "q", minimum=1, maximum=5),
    "idea": asked("idea", "q"),
    "only in one arm": asked("text", "q", arms=["calm", "hurry"]),
    "words that look like formulas": asked("text", "q", hint=texts("=1+1")),
    "words with signs": asked("text", "q", hint=texts("<b> & “quotes” 'and' \"more\" – 100 %")),
}

CONDITIONS: dict[str, Any] = {
    "equal": leaf("told", "=", "yes"),
    "not equal": leaf("told", "!=", "yes"),
    "a number": leaf("wait", ">=", 5),
    "a fraction": leaf("wait", "<", 2.5),
    "below zero": leaf("wait", ">", -1),
    "chosen": leaf("channels", "selected", "no"),
    "answered": leaf("told", "answered"),
    "not answered": {"not": leaf("told", "answered")},
    "not chosen": {"not": leaf("channels", "selected", "no")},
    "all": {"all": [leaf("told", "=", "yes"), leaf("wait", ">", 1), leaf("pay", ">", 1)]},
    "any of alls": {"any": [{"all": [leaf("told", "=", "yes"), leaf("wait", ">", 1)]}, leaf("pay", "=", 3)]},
    "not any": {"not": {"any": [leaf("told", "=", "yes"), leaf("pay", "=", 3)]}},
    "all in all": {"all": [{"all": [leaf("told", "=", "yes"), leaf("wait", ">", 1)]}, leaf("pay", "=", 3)]},
    "all of one": {"all": [leaf("told", "=", "yes")]},
    "about the rival": leaf("wait", ">", 5, subject="rival"),
    "own said aloud": leaf("wait", ">", 5, subject="own"),
    "a rival that is not asked": leaf("told", "=", "yes", subject="rival"),
    "a table answered": leaf("table", "answered"),
    "a promise kept": leaf("kept", "=", True),
    "seconds of a promise": leaf("kept", "<", 600),
    "words": leaf("why", "=", 'it\'s "so"'),
    "curly words": leaf("why", "=", "it’s so"),
    "a number as words": leaf("why", "=", "5"),
    "words against a number": leaf("wait", "=", "5"),
    "a date": leaf("day", ">=", "2026-03-02"),
    "a time": leaf("moment", "<", "18:30"),
    "selected of one": leaf("told", "selected", "yes"),
    "a list as a whole": leaf("channels", "=", "yes"),
    "more than a choice": leaf("told", ">", "no"),
    "a figure": leaf("total", ">", 100),
}

EARLIER: list[dict[str, Any]] = [
    asked("select_one", "told", choices=CHOICES),
    asked("integer", "wait", **PAIR),
    asked("integer", "pay"),
    asked("select_multiple", "channels", choices=CHOICES),
    asked("text", "why"),
    asked("date", "day"),
    asked("time", "moment"),
    asked("promise", "kept"),
    asked("matrix", "table", rows=[{"name": "a", "label": texts("A")}, {"name": "b", "label": texts("B")}], choices=CHOICES),
    asked("calculate", "total", calculation={"sum": ["wait", "pay"]}),
]


def with_questions(*questions: dict[str, Any], **step: Any) -> Definition:
    """A whole questionnaire with these in a second step."""
    whole = cast("dict[str, Any]", definition(questions=[*EARLIER]))
    whole["steps"].append({"name": "second", "label": texts("Second"), "touchpoint": "courier-call", "questions": [*questions], **step})
    return cast("Definition", whole)


def with_arms() -> Definition:
    whole = cast("dict[str, Any]", with_questions(asked("text", "q", arms=["calm"]), arms=["hurry", "calm"], hint=texts("Go in")))
    whole["arms"] = [
        {"name": "calm", "label": texts("Calm"), "share": 1, "persona": texts("A pensioner"), "rival_first": "random"},
        {"name": "hurry", "label": texts("In a hurry"), "share": 2, "channel": texts("By phone"), "product": texts("Gold card")},
    ]
    return cast("Definition", whole)


WHOLES: dict[str, Definition] = {
    **{f"question: {name}": with_questions(question) for name, question in QUESTIONS.items()},
    **{f"condition: {name}": with_questions(asked("text", "q", relevant=condition)) for name, condition in CONDITIONS.items()},
    **{
        f"step: {name}": with_questions(asked("text", "q"), relevant=CONDITIONS[name])
        for name in ("equal", "all of one", "a table answered")
    },
    "arms": with_arms(),
    "a question of every type": rich(),
    "the four duties": definition(),
    "two languages": {**definition(), "languages": ["pl", "en"]},
}
