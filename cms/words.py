"""The words of the editor's own parts, handed to their modules with the page."""

from functools import lru_cache

from django.utils.translation import gettext as _


@lru_cache(maxsize=10)
def author_words(_language: str | None) -> dict[str, str]:
    """By key, in the language of the moment, which is the one given; `{name}` is filled in by the browser."""
    return _conditions() | _operators() | _calculations() | _scenarios()


@lru_cache(maxsize=10)
def adding_words(_language: str | None) -> dict[str, str]:
    """What a plus sign adds, by the field whose list it ends."""
    return {
        "step": _("Add a step"),
        "questions": _("Add a question"),
        "quiz": _("Add a question"),
        "arms": _("Add a scenario"),
        "quotas": _("Reserve seats for a department"),
        "choices": _("Add an answer"),
        "answers": _("Add an answer"),
        "rows": _("Add a row"),
        "journey_map": _("Add a stage"),
        "touchpoints": _("Add a touchpoint"),
    }


def _conditions() -> dict[str, str]:
    return {
        "always": _("Always"),
        "anyAnswer": _("Any answer"),
        "onlyIf": _("Only if …"),
        "addRule": _("Add a rule"),
        "edit": _("Edit"),
        "done": _("Done"),
        "howMany": _("How many must hold"),
        "mode-all": _("all of these"),
        "mode-any": _("any of these"),
        "mode-none": _("none of these"),
        "mode-notAll": _("not all of these"),
        "addCondition": _("Add a condition"),
        "addGroup": _("Add a group"),
        "removeCondition": _("Remove this condition"),
        "question": _("Question"),
        "operator": _("How it is compared"),
        "about": _("About"),
        "own": _("us"),
        "rival": _("the rival"),
        "value": _("Value"),
        "minutes": _("minutes"),
        "thisAnswer": _("this answer"),
        "lostQuestion": _("a question that is not above this one"),
        "lostWords": _("Pick another question: this one is gone, or asked later."),
        "nothingBefore": _("There is no question above this one to depend on. Conditions look back, never ahead."),
        "if": _("Only if"),
        "and": _("and"),
        "or": _("or"),
        "notThat": _("not"),
        "elseSay": _("Else say"),
        "onlyIfMark": _("only if …"),
    }


def _operators() -> dict[str, str]:
    return {
        "op-is": _("is"),
        "op-isNot": _("is not"),
        "op-under": _("is less than"),
        "op-atMost": _("is at most"),
        "op-over": _("is more than"),
        "op-atLeast": _("is at least"),
        "op-includes": _("includes"),
        "op-lacks": _("does not include"),
        "op-answered": _("was answered"),
        "op-unanswered": _("was not answered"),
        "place-inside": _("at the place"),
        "place-outside": _("elsewhere"),
        "place-unknown": _("not known"),
        "kept": _("kept"),
        "broken": _("broken"),
    }


def _calculations() -> dict[str, str]:
    return {
        "way": _("How it is worked out"),
        "way-sum": _("Sum of"),
        "way-mean": _("Mean of"),
        "way-min": _("Smallest of"),
        "way-max": _("Largest of"),
        "way-count": _("How many are answered of"),
        "way-difference": _("First minus second"),
        "way-score": _("Points of the choices in"),
        "addQuestion": _("Add a question"),
        "removeQuestion": _("Take this question out"),
        "nothingToCount": _("No question above this one gives a number."),
    }


def _scenarios() -> dict[str, str]:
    return {
        "scenarios": _("Scenarios"),
        "oneScenario": _("This brief has one scenario only. Add more under “Scenarios”."),
        "noneIsAll": _("None picked: in all."),
        "onlyIn": _("only: {scenarios}"),
        "keepStep": _("Keep these questions in the library"),
        "notKept": _("Nothing was kept: the connection is gone. Your work is still here."),
        "setLater": _("The set could not be fetched now. It is copied in when you save."),
        "notCounted": _("Not counted anew: the connection is gone. Your work is still here."),
    }
