"""What each type of question looks like on the phone, for whoever chooses among them."""

from typing import Any, cast

from django.utils.translation import gettext as _

from feedback.runner import trial_page
from tasks_catalog.questionnaire import DUTIES, Definition


def sample_page(kind: str) -> dict[str, Any]:
    """What the runner needs to draw one question of this kind of block, with words in the reader's language."""
    question = {"name": "sample", "required": True, **_samples()[kind]}
    step = {"name": "sample", "label": _say(_("Delivery")), "questions": [question]}
    definition = cast("Definition", {"languages": ["en"], "steps": [step]})
    return trial_page(definition, rival=_("The rival"), places=[("sample", _say(_("Delivery")))], waived=list(DUTIES))


def _samples() -> dict[str, dict[str, Any]]:
    both = {"subjects": ["own", "rival"]}
    mark = {"type": "integer", **both}
    few = [_choice("a", _("By letter")), _choice("b", _("By text message")), _choice("c", _("Not at all"))]
    return {
        "comparison": {"label": _say(_("How was the queue?")), "scale": "csat", **mark},
        "nps": {"label": _say(_("Would you recommend it to a friend?")), "scale": "nps", "type": "integer"},
        "csat": {"label": _say(_("How satisfied were you?")), "scale": "csat", **mark},
        "ces": {"label": _say(_("How easy was it?")), "scale": "ces", "type": "integer"},
        "emotion": {"label": _say(_("How did it feel?")), "scale": "emotion", "type": "integer"},
        "score": {"label": _say(_("What mark do you give the shop window?")), "type": "score"},
        "stars": {"label": _say(_("How clean was it?")), "type": "range", "appearance": "stars"},
        "matrix": {"label": _say(_("How was …")), "type": "matrix", "rows": [_choice("g", _("the greeting")), _choice("w", _("the wait"))],
                   "choices": [_choice("bad", _("Poor")), _choice("fine", _("Fine")), _choice("top", _("Great"))]},
        "number": {"label": _say(_("How many people were before you?")), "type": "integer", "unit": _say(_("people"))},
        "single_choice": {"label": _say(_("How were you told?")), "type": "select_one", "choices": few},
        "multiple_choice": {"label": _say(_("Which signs did you see?")), "type": "select_multiple", "choices": few},
        "rank": {"label": _say(_("What matters most?")), "type": "rank", "choices": few},
        "date": {"label": _say(_("When did the card come?")), "type": "date"},
        "time": {"label": _say(_("When were you served?")), "type": "time"},
        "duration": {"label": _say(_("How long did you wait?")), "type": "duration"},
        "photo": {"label": _say(_("The letter, without your name")), "type": "photo"},
        "location": {"label": _say(_("Are you at the branch?")), "type": "location",
                     "parameters": {"latitude": 0, "longitude": 0, "radius": 150}},
        "barcode": {"label": _say(_("The code on the parcel")), "type": "barcode"},
        "contact": {"label": _say(_("Who called whom?")), "type": "contact"},
        "promise": {"label": _say(_("Was the promise kept?")), "type": "promise"},
        "calculate": {"label": _say(_("Worked out from other answers for the report. Testers do not see it.")), "type": "note"},
        "note": {"label": _say(_("Keep your receipt: you will need it at the end.")), "type": "note"},
        "text": {"label": _say(_("What did they say?")), "type": "text"},
        "long_text": {"label": _say(_("Tell us the whole story.")), "type": "text", "appearance": "multiline"},
        "pain": {"label": _say(_("What hurt?")), "type": "pain"},
        "idea": {"label": _say(_("Who does it better?")), "type": "idea"},
    }  # fmt: skip


def _say(words: str) -> dict[str, str]:
    return {"en": words}


def _choice(name: str, words: str) -> dict[str, Any]:
    return {"name": name, "label": _say(words)}
