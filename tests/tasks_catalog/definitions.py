"""A small questionnaire that meets all four duties, to be spoilt by tests."""

from typing import Any

from tasks_catalog.questionnaire import Definition


def texts(english: str) -> dict[str, str]:
    return {"en": english, "zh-hans": f"{english}（中）", "pl": f"{english} (pl)"}


def definition(**step: Any) -> Definition:
    questions: list[Any] = [
        {
            "type": "integer",
            "scale": "nps",
            "name": "recommend",
            "label": texts("Would you recommend it?"),
            "required": True,
            "subjects": ["own", "rival"],
            "criterion": "recommend",
        },
        {"type": "text", "name": "why", "label": texts("Why?")},
        {"type": "pain", "name": "pains", "label": texts("What hurt?"), "minimum": 1},
        {"type": "idea", "name": "ideas", "label": texts("Who does it better?"), "minimum": 1},
    ]
    first: Any = {"name": "delivery", "label": texts("Wait for the card"), "touchpoint": "courier-call", "questions": questions} | step
    return {"languages": ["en", "zh-hans", "pl"], "steps": [first]}
