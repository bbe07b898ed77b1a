"""The editor of a brief with sixty questions: how long it takes to open, in the server and in a real browser, and to save.

The yardstick is what a person bears, not another page: two seconds to open, one to save.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.compiling import blocks_from
from cms.models import CampaignPage, TaskBriefPage
from cms.site import set_up_site
from members.models import Department, Member
from members.rights import PROGRAMME_MANAGER, grant
from operations.benchmarks.browser import chromium, session_cookie
from operations.benchmarks.people import make_members, sign_in
from operations.benchmarks.rounds import Ratio, at_most, milliseconds
from operations.benchmarks.scene_tasks import texts
from operations.benchmarks.sections import Bench
from operations.benchmarks.web import serving
from tasks_catalog.models import Journey, Provider, Touchpoint
from tasks_catalog.questionnaire import Definition

STEPS, ROUNDS = 10, 7
OPENS, SAVES = 2000.0, 1000.0  # milliseconds that are borne


def measure(bench: Bench) -> Iterator[Ratio]:
    bench.tell("pages: a brief with sixty questions …")
    page, manager = _scene()
    client, address = Client(SERVER_NAME="127.0.0.1"), reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.force_login(manager)
    form = _form_of(page)

    def opened() -> None:
        _expect(client.get(address).status_code, 200)

    def saved() -> None:
        _expect(client.post(address, form).status_code, 302)

    works = {"the editor": milliseconds(opened, times=3), "a saved draft": milliseconds(saved, times=3)}
    found = bench.alternate(works, rounds=ROUNDS, warm_up=2)
    yield _of_what_is_borne(bench, "saving a draft of 60 questions, server time ÷ 1 s", found["a saved draft"], SAVES)
    yield _of_what_is_borne(bench, "editor of 60 questions, server time ÷ 2 s", found["the editor"], OPENS)
    yield from _in_a_browser(bench, address, manager)


def _of_what_is_borne(bench: Bench, name: str, found: Sequence[float], borne: float) -> Ratio:
    return bench.ratio(name, found, [borne] * len(found), at_most(1), unit="ms")


def _expect(status: int, wanted: int) -> None:
    if status != wanted:
        raise RuntimeError(f"The editor answered {status}, not {wanted}.")


def _in_a_browser(bench: Bench, address: str, manager: Member) -> Iterator[Ratio]:
    """From the request until every block is drawn."""
    key = sign_in([manager])[manager.pk]
    with serving(bench) as site, chromium(bench, "the editor in a browser") as browser:
        if browser is None:
            return
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site.url)
        context.add_cookies([session_cookie(key, site.url)])
        tab = context.new_page()
        found = [_until_drawn(lambda: tab.goto(address, wait_until="load"), bench, number) for number in range(ROUNDS + 1)]
        drawn = tab.locator("#questions-root fh-condition .fh-condition").count()
    if drawn < STEPS * 6:
        raise RuntimeError(f"Only {drawn} conditions were drawn.")
    yield _of_what_is_borne(bench, "editor of 60 questions, drawn in Chromium ÷ 2 s", found[1:], OPENS)


def _until_drawn(load: Callable[[], object], bench: Bench, number: int) -> float:
    bench.tell(f"pages, the editor in a browser: {number} of {ROUNDS}")
    started = time.perf_counter()
    load()
    return (time.perf_counter() - started) * 1000


@transaction.atomic
def _scene() -> tuple[TaskBriefPage, Member]:
    (manager,) = make_members(1)
    grant(member=manager, right=PROGRAMME_MANAGER)
    index = set_up_site()
    terms: dict[str, Any] = {
        "sponsor": Department.objects.first(),
        "journey": Journey.objects.first(),
        "points_budget": 1000,
        "live": False,
    }
    dates = {"starts_on": date(2026, 1, 1), "ends_on": date(2036, 1, 1)}
    campaign = index.add_child(instance=CampaignPage(headline=texts("Renewal"), **terms, **dates))
    opens_at = timezone.now() + timedelta(days=1)
    page = TaskBriefPage(headline=texts("Sixty questions"), opens_at=opens_at, questions=blocks_from(_sixty()), live=False)
    page.touchpoints, page.providers = list(Touchpoint.objects.all()[:12]), list(Provider.objects.all()[:3])
    campaign.add_child(instance=page)
    page.save_revision(user=manager)
    return page, manager


def _sixty() -> Definition:
    places = list(Touchpoint.objects.values_list("slug", flat=True)[:STEPS])
    steps = [_step(number, places[number % len(places)]) for number in range(STEPS)]
    return cast("Definition", {"languages": ["en", "zh-hans", "pl"], "steps": steps})


def _step(number: int, place: str) -> dict[str, Any]:
    options = [{"name": name, "label": texts(name)} for name in ("yes", "no", "unsure")]
    asked: list[dict[str, Any]] = [
        {"type": "integer", "scale": "csat", "subjects": ["own", "rival"]},
        {"type": "select_one", "choices": options},
        {"type": "text", "relevant": {"question": f"q-{number}-0", "op": "<=", "value": 3}},
        {"type": "photo", "minimum": 1, "maximum": 2},
        {"type": "integer", "unit": texts("minutes"), "subjects": ["own", "rival"]},
        {"type": "matrix", "rows": options[:2], "choices": options},
    ]
    named = [{"name": f"q-{number}-{n}", "label": texts("How was it?"), "required": True, **one} for n, one in enumerate(asked)]
    return {"name": f"step-{number}", "label": texts(f"Step {number}"), "touchpoint": place, "questions": named}


def _form_of(page: TaskBriefPage) -> dict[str, Any]:
    """What the browser posts when nothing was changed."""
    languages = [code.replace("-", "_") for code, _name in settings.LANGUAGES]
    form: dict[str, Any] = {f"headline_{language}": "Sixty questions" for language in languages}
    form |= {"kind": page.kind, "points": page.points, "seats": page.seats, "minutes": page.minutes, "giving": page.giving}
    form |= {"days_to_submit": page.days_to_submit, "hold_hours": page.hold_hours, "opens_at": "2036-01-01 12:00"}
    form |= {"touchpoints": [place.pk for place in page.touchpoints.all()], "providers": [one.pk for one in page.providers.all()]}
    form |= {f"comments-{part}_FORMS": "0" for part in ("TOTAL", "INITIAL", "MIN_NUM")} | {"quotas-count": "0", "arms-count": "0"}
    return form | dict(_posted("questions", page.questions.stream_block.get_form_state(page.questions)))


def _posted(prefix: str, state: Any) -> Iterator[tuple[str, str]]:
    """The fields of a stream, a list, a struct or one value, by name."""
    if isinstance(state, list) and all(isinstance(one, dict) and "value" in one for one in state):
        yield f"{prefix}-count", str(len(state))
        for number, one in enumerate(state):
            yield from ((f"{prefix}-{number}-{part}", str(one.get(part) or "")) for part in ("id", "type"))
            yield from ((f"{prefix}-{number}-order", str(number)), (f"{prefix}-{number}-deleted", ""))
            yield from _posted(f"{prefix}-{number}-value", one["value"])
    elif isinstance(state, dict):
        for name, value in state.items():
            yield from _posted(f"{prefix}-{name}", value)
    elif isinstance(state, list):
        yield prefix, str(state[0]) if state else ""
    elif state is not False:
        yield prefix, "" if state is None else str(state)
