"""How the play's testers answer: the same person, at home and at the rival, before and after the actions."""

from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from operations.simulation.pains import IDEAS, PAINS, Pain
from operations.simulation.voices import DETAILS, VOICES, Mood
from tasks_catalog.questionnaire import Definition, Question, Step, questions_of, subjects_of, touchpoint_of

type Value = Any


class Level(NamedTuple):
    """Mean satisfaction (1-5) at a touchpoint: ours before and after the actions, Northgate's, Lotus Bank's."""

    before: float
    after: float
    northgate: float
    lotus: float


LEVELS: dict[str, Level] = {
    "expiry-notice": Level(3.45, 3.85, 3.75, 3.45),
    "address-change": Level(3.05, 4.35, 3.55, 3.25),
    "reissue-text": Level(3.15, 4.45, 4.05, 3.55),
    "tracking": Level(3.45, 3.55, 3.55, 3.75),
    "courier-call": Level(4.05, 2.65, 4.15, 3.85),
    "handover": Level(3.95, 4.15, 3.95, 3.85),
    "packet": Level(3.55, 3.95, 3.65, 3.75),
    "activation-app": Level(2.85, 2.95, 4.55, 4.25),
    "activation-phone": Level(3.25, 3.35, 3.55, 3.45),
    "first-payment": Level(3.95, 4.05, 4.05, 4.15),
    "linked-payments": Level(2.75, 2.85, 3.75, 3.35),
}

# a fact per question: (ours before, ours after, rival), a share for yes/no and a mean for numbers
FACTS: dict[str, tuple[float, float, float]] = {
    "expiry_days": (12, 14, 28),
    "address_channels": (1.1, 3.6, 2.0),
    "text_came": (0.22, 0.92, 0.55),
    "tracking_days": (5, 5, 3),
    "courier_called": (0.72, 0.38, 0.75),
    "card_days": (11, 9, 9),
    "packet_papers": (6, 4, 4),
    "activation_screens": (5.2, 5.0, 2.2),
    "phone_minutes": (13, 12, 9),
    "paid_at_once": (0.76, 0.8, 0.85),
    "links_by_hand": (6.4, 6.2, 3.0),
}


class Tester(NamedTuple):
    """Who answers: their language, how generous they are, which rival they saw, and whether the actions had shipped."""

    locale: str
    generosity: float
    rival: str
    after: bool


def answer(definition: Definition, *, tester: Tester, dice: Random) -> Iterator[tuple[Question, str, Value]]:
    """Every cell of the questionnaire but the photos: (question, subject, value)."""
    for step, question in questions_of(definition):
        for subject in subjects_of(question):
            value = _value(definition, step, question, subject, tester, dice)
            if value is not None:
                yield question, subject, value


def _value(definition: Definition, step: Step, question: Question, subject: str, tester: Tester, dice: Random) -> Value:
    match question["type"]:
        case "integer" if "scale" in question:
            return _mark(definition, step, question, subject, tester, dice)
        case "integer":
            return max(
                question.get("minimum", 0), min(question.get("maximum", 99), round(dice.gauss(_fact(question, subject, tester), 1.6)))
            )
        case "select_one":
            return "yes" if dice.random() < _fact(question, subject, tester) else "no"
        case "text":
            return _words(definition, subject, tester, dice)
        case "pain":
            return _pains(definition, tester, dice)
        case "idea":
            return [_idea(tester, dice)]
        case _:
            return None


def _fact(question: Question, subject: str, tester: Tester) -> float:
    before, after, rival = FACTS[question["name"]]
    if subject == "rival":
        return rival
    return after if tester.after else before


def _level(touchpoint: str, subject: str, tester: Tester) -> float:
    level = LEVELS[touchpoint]
    if subject == "own":
        return level.after if tester.after else level.before
    return level.northgate if tester.rival == "northgate" else level.lotus


def _stage_level(definition: Definition, subject: str, tester: Tester) -> float:
    places = {touchpoint_of(step, question) for step, question in questions_of(definition)}
    return sum(_level(place, subject, tester) for place in places) / len(places)


def _mark(definition: Definition, step: Step, question: Question, subject: str, tester: Tester, dice: Random) -> int:
    if question["scale"] == "csat":
        level = _level(touchpoint_of(step, question), subject, tester)
    else:
        level = _stage_level(definition, subject, tester)
    felt = level + tester.generosity + dice.gauss(0, 0.75)  # 1-5
    match question["scale"]:
        case "csat":
            return _within(felt, 1, 5)
        case "emotion":
            return _within(felt - 3, -2, 2)
        case "ces":
            return _within(1 + (felt - 1) * 1.5, 1, 7)
        case _:
            return _within(2.2 + (felt - 1) * 1.95 + dice.gauss(0, 0.6), 0, 10)


def _within(value: float, low: int, high: int) -> int:
    return max(low, min(high, round(value)))


def _stage(step_questions: Definition) -> str:
    for _, question in questions_of(step_questions):
        if question.get("scale") == "emotion":
            return question["name"].removeprefix("emotion_").replace("_", "-")
    return "activation"


def _words(definition: Definition, subject: str, tester: Tester, dice: Random) -> str:
    level = _stage_level(definition, subject, tester) + tester.generosity
    mood: Mood = "good" if level > 4.0 else "flat" if level > 3.5 else "bad"
    return _told(dice.choice(VOICES[_stage(definition)][mood][tester.locale]), tester, dice)


def _told(core: str, tester: Tester, dice: Random, *, plain: bool = False) -> str:
    """The core with the day it happened on."""
    before, after = dice.sample(DETAILS[tester.locale], 2)
    gap = "" if tester.locale == "zh-hans" else " "
    return gap.join([core, after] if plain or dice.random() < 0.25 else [before, core, after])


def _pains(definition: Definition, tester: Tester, dice: Random) -> list[dict[str, Value]]:
    places = {touchpoint_of(step, question) for step, question in questions_of(definition)}
    here = [pain for pain in PAINS if pain.touchpoint in places]
    met = [pain for pain in here if dice.random() < _share(pain, tester)] or [dice.choice(here)]
    return [_pain(pain, tester, dice) for pain in met]


def _share(pain: Pain, tester: Tester) -> float:
    level = LEVELS[pain.touchpoint]
    healed = max(0.0, level.after - level.before) / 2
    return pain.share * (1 - min(0.85, healed)) if tester.after else pain.share


def _pain(pain: Pain, tester: Tester, dice: Random) -> dict[str, Value]:
    return {
        "touchpoint": pain.touchpoint,
        "what": _told(dice.choice(pain.words[tester.locale]), tester, dice),
        "severity": _within(pain.severity + dice.gauss(0, 0.6), 1, 5),
        "whom": "",
    }


def _idea(tester: Tester, dice: Random) -> dict[str, Value]:
    source, what_they_do, what_here, delight = dice.choice(IDEAS[tester.locale])
    stop = "。" if tester.locale == "zh-hans" else "."
    return {
        "source": source,
        "what_they_do": what_they_do,
        "what_here": _told(what_here + stop, tester, dice, plain=True),
        "delight": _within(delight + dice.gauss(0, 0.5), 1, 5),
    }


def theme_of(touchpoint: str, what: str) -> Pain:
    """Which of the fourteen a tester meant."""
    for pain in PAINS:
        if pain.touchpoint == touchpoint and any(core in what for cores in pain.words.values() for core in cores):
            return pain
    return next(pain for pain in PAINS if pain.touchpoint == touchpoint)
