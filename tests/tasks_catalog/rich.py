"""A questionnaire with a question of every type, skip logic, limits, calculations and two scenarios, to be spoilt by tests."""

from typing import Any

from tasks_catalog.questionnaire import Definition
from tests.tasks_catalog.definitions import texts


def ask(kind: str, name: str, **more: Any) -> Any:
    return {"type": kind, "name": name, "label": texts(name)} | more


def options(*names: str, **scores: int) -> list[Any]:
    return [{"name": name, "label": texts(name)} | ({"score": scores[name]} if name in scores else {}) for name in names]


def compare(question: str, op: str, *value: Any, **more: Any) -> Any:
    return {"question": question, "op": op, **({"value": value[0]} if value else {}), **more}


VISIT, FIGURES, WORDS = range(3)  # the steps


def rich() -> Definition:
    """Fresh for every test. Question names say their type."""
    visit = [
        ask("select_one", "came", choices=options("yes", "no", yes=2, no=0), required=True),
        ask("select_multiple", "saw", choices=options("queue", "clerk", "robot", clerk=1)),
        ask("rank", "order", choices=options("speed", "price", "care")),
        ask("matrix", "grid", rows=options("tone", "time"), choices=options("good", "bad", good=3, bad=-3), subjects=["own", "rival"]),
        ask("location", "there", parameters={"latitude": 31.2, "longitude": 121.5, "radius": 200, "strict": True}),
        ask("photo", "front", minimum=1, maximum=3, parameters={"taken_now": True}),
        ask("barcode", "code"),
        ask("note", "thanks", relevant=compare("came", "=", "yes")),
    ]
    figures = [
        ask("integer", "nps", scale="nps", subjects=["own", "rival"], required=True),
        ask("score", "score"),
        ask("range", "stars", appearance="stars", parameters={"start": 1, "end": 5, "step": 1}),
        ask("decimal", "days", unit=texts("days"), minimum=0, maximum=30),
        ask("duration", "waited", constraint={"condition": compare(".", "<", 7200), "message": texts("Less than two hours")}),
        ask("date", "day", constraint={"condition": compare(".", ">=", "2026-01-01"), "message": texts("This year")}),
        ask("time", "hour"),
        ask("promise", "kept"),
        ask("calculate", "total", calculation={"sum": ["score", "stars"]}),
        ask("calculate", "points", calculation={"score": ["came", "saw", "grid"]}),
        ask("calculate", "gap", calculation={"difference": ["total", "score"]}),
    ]
    words = [
        ask("text", "why", appearance="multiline", relevant={"any": [compare("nps", "<=", 6), compare("nps", ">", 8, subject="rival")]}),
        ask("text", "late", relevant={"all": [compare("kept", "=", False), {"not": compare("saw", "selected", "robot")}]}),
        ask("text", "hurry", arms=["hurry"], relevant=compare("total", ">=", 3)),
        ask("contact", "log", minimum=1),
        ask("pain", "pains", minimum=1),
        ask("idea", "ideas", minimum=1),
    ]
    arms: list[Any] = [
        {"name": "calm", "label": texts("With time"), "share": 1, "persona": texts("You have all day"), "rival_first": "random"},
        {"name": "hurry", "label": texts("In a hurry"), "share": 2, "channel": texts("Phone"), "product": texts("Card")},
    ]
    steps: list[Any] = [
        {"name": "visit", "label": texts("Visit"), "hint": texts("Look around"), "touchpoint": "courier-call", "questions": visit},
        {"name": "figures", "label": texts("Figures"), "touchpoint": "courier-call", "questions": figures},
        {"name": "words", "label": texts("Words"), "relevant": compare("came", "answered"), "questions": words},
    ]
    return {"languages": ["en", "zh-hans", "pl"], "arms": arms, "steps": steps}


def question_of(definition: Definition, name: str) -> Any:
    return next(question for step in definition["steps"] for question in step["questions"] if question["name"] == name)


def place_of(name: str) -> tuple[str | int, ...]:
    """Where the question stands in `rich()`."""
    return next(
        ("steps", number, "questions", index)
        for number, step in enumerate(rich()["steps"])
        for index, question in enumerate(step["questions"])
        if question["name"] == name
    )
