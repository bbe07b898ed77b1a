"""A brief that asks in every way there is, for the runner's tests."""

from typing import Any

from tasks_catalog.questionnaire import Definition

BOTH = ["own", "rival"]


def texts(english: str) -> dict[str, str]:
    return {"en": english}


def choices(*labels: str, scores: tuple[int, ...] = ()) -> list[Any]:
    marks = dict(enumerate(scores))
    return [
        {"name": label.lower().replace(" ", "-"), "label": texts(label)} | ({"score": marks[place]} if marks else {})
        for place, label in enumerate(labels)
    ]


def question(kind: str, name: str, label: str, **more: Any) -> Any:
    return {"type": kind, "name": name, "label": texts(label), **more}


MEASURED: list[Any] = [
    question("date", "ordered", "When did you order the new card?", hint=texts("The day on the confirmation counts.")),
    question("time", "rang", "At what time did the courier ring?"),
    question("duration", "wait", "From the first word to the end: how long did it take?", subjects=BOTH, required=True),
    question("promise", "within", "Was the promised time kept?"),
    question("score", "tidy", "How tidy was the place?", subjects=BOTH),
    question(
        "range", "smile", "How warm was the greeting?", appearance="stars", parameters={"start": 1, "end": 5, "step": 1}, subjects=BOTH
    ),
    question("range", "noise", "How loud was it?", parameters={"start": 0, "end": 100, "step": 5}),
    question("range", "steps", "How many steps up?", parameters={"start": 0, "end": 3, "step": 0.5}),
]

CHOSEN: list[Any] = [
    question("rank", "matters", "What matters most to you?", choices=choices("Speed", "Warmth", "Clear words", "Few steps")),
    question(
        "matrix",
        "staff",
        "How were the people?",
        rows=[
            {"name": "polite", "label": texts("They were polite")},
            {"name": "expert", "label": texts("They knew what they were talking about")},
        ],
        choices=choices("No", "Partly", "Yes", scores=(0, 1, 2)),
        subjects=BOTH,
        required=True,
    ),
    question("calculate", "staffscore", "Score of the people", calculation={"score": ["staff"]}, subjects=BOTH),
    question("select_one", "city", "Which city?", appearance="minimal", choices=choices("Shanghai", "Warsaw", "London")),
    question("text", "story", "Tell it as a story", appearance="multiline"),
]

THERE: list[Any] = [
    question(
        "location",
        "there",
        "Are you at the branch?",
        parameters={"latitude": 31.2304, "longitude": 121.4737, "radius": 150, "strict": True},
    ),
    question("barcode", "ticket", "Scan the code on your queue ticket"),
    question("photo", "board", "The board with the waiting times", maximum=2, parameters={"taken_now": True}),
    question("contact", "log", "Every contact until it was done", subjects=BOTH),
    question("note", "thanks", "Thank the people at the counter before you leave."),
]

ROUTED: list[Any] = [
    question("integer", "recommend", "Would you recommend it?", scale="nps", required=True),
    question("text", "why", "What went wrong?", required=True, relevant={"question": "recommend", "op": "<=", "value": 6}),
    question(
        "integer",
        "people",
        "How many people stood before you?",
        constraint={"condition": {"question": ".", "op": "<=", "value": 50}, "message": texts("More than 50 do not fit into the hall.")},
    ),
    question("text", "calm", "Was it calm?", arms=["calm"]),
]

ASIDE: list[Any] = [question("text", "crowd", "What was it like in the crowd?", required=True)]


def step(name: str, label: str, questions: list[Any], **more: Any) -> Any:
    return {"name": name, "label": texts(label), "touchpoint": "courier-call", "questions": questions, **more}


EVERY_TYPE: Definition = {
    "languages": ["en"],
    "arms": [{"name": "calm", "label": texts("A calm day"), "share": 1}, {"name": "hurry", "label": texts("In a hurry"), "share": 1}],
    "steps": [
        step("routed", "How was it?", ROUTED),
        step("aside", "The crowd", ASIDE, relevant={"question": "people", "op": ">", "value": 10}),
        step("measured", "How long, how much?", MEASURED),
        step("chosen", "What matters?", CHOSEN),
        step("there", "On the spot", THERE),
    ],
}

DUTIES = ["compare", "voice", "pain", "think"]
