"""What a brief asks and lacks, as it stands in the editor: shown while it is written, saved or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cms.blocks import OwnQuestionsBlock
from cms.compiling import compile_questions
from cms.library import QuestionSet, copies_of, keep_step
from cms.placing import spot_of
from cms.references import told_to_whom_picked
from members.rights import ADMINISTRATOR, DEPARTMENT_OWNER, PROGRAMME_MANAGER, rights_required
from tasks_catalog.effort import effort_of
from tasks_catalog.models import Provider, Touchpoint
from tasks_catalog.problems import Place, Problem
from tasks_catalog.publishing import brief_problems
from tasks_catalog.questionnaire import Definition, questions_of
from tasks_catalog.validation import uncertain_duties

if TYPE_CHECKING:
    from cms.models import TaskBriefPage

LONG = 20  # minutes of answering, after which many give up


@dataclass(frozen=True)
class Line:
    """Something to mend or to think about; `block` is the id of the block it stands at."""

    message: str
    where: str = ""
    block: str = ""


def state_of(
    *, questions: Any, arms: Any, touchpoints: list[Touchpoint], providers: list[Provider], waived_duties: list[str], minutes: int
) -> dict[str, Any]:
    """What the panel over the questions shows."""
    definition = compile_questions(questions, arms)
    problems = brief_problems(definition=definition, touchpoints=touchpoints, providers=providers, waived_duties=waived_duties)
    lines = []
    for problem in _by_text(told_to_whom_picked(problems, definition), definition["languages"]):
        spot = spot_of(problem.place, scenario=questions, arms=arms)
        lines.append(Line(problem.message, spot.words, spot.block) if spot else Line(problem.message))
    effort = effort_of(definition)
    return {
        "asks": any(questions_of(definition)),
        "effort": effort,
        "minutes": minutes,
        "problems": list(dict.fromkeys(lines)),
        "advice": [Line(sentence) for sentence in [*_advice(effort.minutes, minutes), *uncertain(definition, waived=waived_duties)]],
        "arms": [{"label": arm["label"], "effort": effort_of(definition, arm["name"])} for arm in definition.get("arms", [])],
    }


def _by_text(problems: Iterable[Problem], languages: list[str]) -> list[Problem]:
    """A text that lacks several languages is one thing to mend."""
    missing: dict[Place, list[str]] = {}
    found: list[Problem] = []
    for problem in problems:
        *text, language = problem.place or ("",)
        if language not in languages:
            found.append(problem)
            continue
        if tuple(text) not in missing:
            found.append(Problem(tuple(text), ""))
        missing.setdefault(tuple(text), []).append(str(dict(settings.LANGUAGES).get(str(language), language)))
    sentence = _("The text is missing in: %(languages)s.")
    return [Problem(one.place, one.message or sentence % {"languages": ", ".join(missing[one.place])}) for one in found]


def _advice(answering: int, told: int) -> list[str]:
    found = []
    if answering > LONG:
        found.append(_("Over 20 minutes of answering: many will give up half-way. Could a step go?"))
    if answering > told:
        found.append(_("Answering alone takes longer than what testers are told."))
    return found


def uncertain(definition: Definition, *, waived: Iterable[str]) -> list[str]:
    """Which duties only some testers are asked for, because of conditions."""
    names = {"compare": _("a comparison"), "voice": _("how it felt"), "pain": _("pain points"), "think": _("ideas")}
    sometimes = uncertain_duties(definition) - set(waived)
    told = ", ".join(name for duty, name in names.items() if duty in sometimes)
    return [_("Asked only under a condition, so some testers will bring none: %(duties)s.") % {"duties": told}] if told else []


def state_of_page(page: "TaskBriefPage") -> dict[str, Any]:
    return state_of(
        questions=page.questions,
        arms=page.arms,
        touchpoints=list(page.touchpoints.all()),
        providers=list(page.providers.all()),
        waived_duties=page.waived_duties,
        minutes=page.minutes,
    )


@require_POST
@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR, DEPARTMENT_OWNER)
def effort(request: HttpRequest) -> HttpResponse:
    """The panel for the form as it is in the browser; nothing is kept."""
    from cms.models import TaskBriefPage

    if "questions-count" not in request.POST:
        return HttpResponseBadRequest(_("These are not the questions of a brief."))
    streams = {name: TaskBriefPage._meta.get_field(name).stream_block for name in ("questions", "arms")}
    read = {
        name: block.value_from_datadict(request.POST, request.FILES, name) if f"{name}-count" in request.POST else []
        for name, block in streams.items()
    }
    state = state_of(
        **read,
        touchpoints=list(Touchpoint.objects.filter(pk__in=_ids(request, "touchpoints"))),
        providers=list(Provider.objects.filter(pk__in=_ids(request, "providers"))),
        waived_duties=request.POST.getlist("waived_duties"),
        minutes=next(iter(_ids(request, "minutes")), 0),
    )
    return render(request, "cms/panels/effort.html#now", state)


def _ids(request: HttpRequest, name: str) -> list[int]:
    return [int(value) for value in request.POST.getlist(name) if value.isdecimal() and len(value) < 10]


@require_POST
@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)
def keep_questions(request: HttpRequest) -> HttpResponse:
    """Put the questions of one step, as they stand in the browser, into the library; `step` is its number from 0."""
    from cms.models import TaskBriefPage

    numbers = _ids(request, "step")
    if "questions-count" not in request.POST or not numbers:
        return HttpResponseBadRequest(_("These are not the questions of a brief."))
    block = TaskBriefPage._meta.get_field("questions").stream_block
    steps = block.value_from_datadict(request.POST, request.FILES, "questions")
    kept = keep_step(steps[numbers[0]].value) if numbers[0] < len(steps) else None
    if kept is None:
        return HttpResponse(_("This step asks nothing yet, so nothing was kept."), status=409, content_type="text/plain")
    return HttpResponse(_("“%(name)s” is in the library now, under Catalogue.") % {"name": kept}, content_type="text/plain")


@require_GET
@rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)
def question_set(request: HttpRequest, pk: int) -> JsonResponse:  # noqa: ARG001
    """The questions of a set as the editor puts them among the others, each with an id of its own."""
    block = OwnQuestionsBlock()
    raw = copies_of(get_object_or_404(QuestionSet, pk=pk))
    return JsonResponse({"questions": block.get_form_state(block.to_python(raw))})
