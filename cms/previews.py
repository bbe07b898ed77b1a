"""A campaign or a brief as testers will see it, in each language, on work that is not saved yet."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.csp import CSP
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy

from cms.choices import pictures
from cms.quizzes import questions_in
from feedback.runner import trial_page
from tasks_catalog.effort import effort_of
from tasks_catalog.models import Provider
from tasks_catalog.questionnaire import SCALE_RANGES, SCORE_RANGE, Definition, Question, Step, Texts, subjects_of

if TYPE_CHECKING:
    from cms.models import CampaignPage, TaskBriefPage

BRIEF, QUESTIONS, TRIAL, CAMPAIGN = "brief", "questions", "trial", "campaign"
PREVIEW_CSP = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}


def _label(what: Any, language: Any) -> str:
    return f"{what} · {gettext(language)}"


_modes = [(code, lazy(_label, str), name) for code, name in settings.LANGUAGES]
MODES_OF_CAMPAIGN = [(f"{CAMPAIGN}:{code}", label(gettext_lazy("Campaign"), name)) for code, label, name in _modes]
MODES_OF_BRIEF = [
    (f"{kind}:{code}", label(title, name))
    for kind, title in ((BRIEF, gettext_lazy("Brief")), (QUESTIONS, gettext_lazy("Questions")), (TRIAL, gettext_lazy("Try it")))
    for code, label, name in _modes
]


def campaign(request: HttpRequest, page: "CampaignPage", mode: str) -> HttpResponse:
    return _render(request, "cms/previews/campaign.html", mode, _seen(page))


def brief(request: HttpRequest, page: "TaskBriefPage", mode: str) -> HttpResponse:
    definition = page.definition
    if mode.startswith(TRIAL):
        return _render(request, "cms/previews/trial.html", mode, {"page": page, "trial": _trial(page, definition, _language(mode))})
    labels = {arm["name"]: arm["label"] for arm in definition.get("arms", [])}
    context = {
        "page": page,
        "definition": definition,
        "effort": effort_of(definition),
        "providers": list(page.providers.all()),
        "steps": [
            {"step": step, "questions": [shown_question(question, labels) for question in step["questions"]], "arms": _labels(step, labels)}
            for step in definition["steps"]
        ],
    }
    template = "questions" if mode.startswith(QUESTIONS) else "brief"
    return _render(request, f"cms/previews/{template}.html", mode, context)


def _trial(page: "TaskBriefPage", definition: Definition, language: str) -> dict[str, Any]:
    """The true runner over what is in the editor; the first competitor stands for all."""
    rivals = [provider.name for provider in page.providers.all() if provider.kind != Provider.Kind.OWN]
    places = [(place.slug, place.name) for place in page.touchpoints.all()]
    with translation.override(language):
        return trial_page(definition, rival=rivals[0] if rivals else "", places=places, waived=page.waived_duties)


def _language(mode: str) -> str:
    return mode.partition(":")[2] or settings.LANGUAGE_CODE


def _seen(page: "CampaignPage") -> dict[str, Any]:
    """The campaign as last typed, its briefs as last saved, and what its quiz would ask."""
    picture = page.picture if page.picture in pictures() else ""
    return {"page": page, "tasks": _tasks_of(page), "picture": picture, "wording": page.wording, "quiz": questions_in(page.quiz)}


def _tasks_of(page: "CampaignPage") -> list[Any]:
    return list(page.campaign.tasks.order_by("opens_at")) if page.campaign else []


def shown_question(question: Question, arms: Mapping[str, Texts]) -> dict[str, Any]:
    """A question with what a template cannot compute: its subjects, the keys of its scale, the scenarios it is asked in."""
    low, high = SCORE_RANGE if question["type"] == "score" else SCALE_RANGES.get(question.get("scale", ""), (0, -1))
    return {**question, "subjects": subjects_of(question), "keys": range(low, high + 1), "arm_labels": _labels(question, arms)}


def _labels(part: Question | Step, arms: Mapping[str, Texts]) -> list[Texts]:
    return [arms[name] for name in part.get("arms", []) if name in arms]


def _render(request: HttpRequest, template: str, mode: str, context: dict[str, Any]) -> HttpResponse:
    language = _language(mode)
    with translation.override(language):
        html = render_to_string(template, {**context, "preview_language": language}, request=request)
    response = HttpResponse(html)
    response._csp_config = PREVIEW_CSP  # type: ignore[attr-defined]
    return response
