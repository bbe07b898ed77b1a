"""A stranger's first campaign in real Chromium, in each language: from an empty house to the second at which it opens.

Only what a person sees is used; what is looked for is what the house says in the stranger's language.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from claims.services import claim_task
from cms.going_live import publish_due
from cms.models import CampaignPage
from cms.site import set_up_site
from members.models import Department, Member
from recruitment.models import QuizQuestion
from seats.models import Pool, Quota
from shared.errors import RuleBroken
from tasks_catalog.models import Campaign, Task
from tasks_catalog.questionnaire import questions_of
from tests.cms.keystrokes import Work, watched
from tests.cms.test_in_the_browser import tree
from tests.feedback.phones import Phones, chromium, phones

__all__ = ["chromium", "phones", "tree"]
pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

PATIENCE = 60_000  # milliseconds; a page of the editor takes long on a machine that does other things, too
PASSWORD = "walk-in-their-shoes"
HALF_AN_HOUR = 30
BROWSERS = {"en": "en-GB", "zh-hans": "zh-CN", "pl": "pl-PL"}


def part(text: str) -> str:
    """What the house says around what it fills in: the longest run of the text in the stranger's language."""
    return max(re.split(r"%\(\w+\)s", _(text)), key=len).strip()


def called(text: str) -> re.Pattern[str]:
    """A control of this name, whether or not it must be filled in."""
    return re.compile(rf"^{re.escape(_(text))}\s*\*?$")


def told(english: str, language: str = "") -> str:
    """What the stranger wrote in this language, or reads in their own."""
    language = language or translation.get_language() or ""
    return english if language == "en" else f"{english} ({language})"


def newcomer(phones: Phones) -> Page:
    """A browser that nobody used yet."""
    context = phones.chromium.new_context(
        viewport={"width": 1280, "height": 900}, base_url=phones.server.url, locale=BROWSERS[translation.get_language()]
    )
    context.set_default_timeout(PATIENCE)
    phones.open.append(context)
    return context.new_page()


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/?next=/manage/")
    page.locator("details summary").first.click()
    page.fill("details [name=login]", email)
    page.fill("details [name=password]", PASSWORD)
    page.locator("details form button").last.click()
    expect(page.get_by_role("heading", name=_("Your first campaign"))).to_be_visible(timeout=PATIENCE)


def join(page: Page, email: str, called: str) -> None:
    """Follow the letter: an account, the code of the second letter, a name."""
    page.goto("/accounts/signup/")
    page.fill("[name=email]", email)
    page.fill("[name=password1]", PASSWORD)
    page.locator("main form button").first.click()
    expect(page.locator("form.code [name=code]")).to_be_visible(timeout=PATIENCE)
    found = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", str(next(m for m in reversed(mail.outbox) if m.to == [email]).body))
    assert found
    page.fill("form.code [name=code]", found[0])
    page.locator("form.code button").first.click()
    page.fill("[name=nickname]", called)
    page.get_by_role("button", name=_("Show me today")).click()
    page.wait_for_url(re.compile(r"/(desk/)?$"))


def waits_for(name: str) -> str:
    return _("“%(title)s” is on its way. Now it waits for: %(names)s.") % {"title": told("A new card, in time"), "names": name}


def write(scope: Locator, english: str) -> None:
    """A text in every language, into the first empty place in sight."""
    place = scope.locator(".fh-languages:visible").first
    for language in ("en", "zh-hans", "pl"):
        place.locator(f"[lang={language}]").fill(told(english, language))


def field(page: Page, name: str) -> Locator:
    return page.locator(f'[data-field][data-contentpath="{name}"]').first


def choose(page: Page, name: str, label: str) -> None:
    page.get_by_role("combobox", name=called(name)).select_option(label=label)


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=_(name)).first.click()


def add(scope: Locator, what: str) -> None:
    scope.get_by_role("button", name=called(what)).last.click()


def children(scope: Locator) -> Locator:
    return scope.locator("[data-streamfield-child]:visible")


def at(page: Page, name: str, moment: datetime) -> None:
    page.locator(f"#id_{name}").fill(timezone.localtime(moment).strftime("%Y-%m-%d %H:%M"))
    page.keyboard.press("Escape")


def saved(page: Page) -> None:
    """The page saves itself; what was typed is on the server."""
    expect(page.locator("[data-w-autosave-target], header").get_by_text(_("Saved")).first).to_be_visible(timeout=PATIENCE)


def question(page: Page, step: Locator, kind: str, block: str, text: str) -> Locator:
    add(step, "Add a question")
    page.get_by_role("option", name=_(kind)).first.click()
    made = step.locator(f"[data-streamfield-child]:has(> input[value={block}])").last
    write(made.locator("[data-contentpath=label]").first, text)
    return made


def list_of(scope: Locator, name: str, more: str, *texts: str) -> None:
    items = scope.locator(f'[data-contentpath="{name}"] [data-streamfield-list-container]').first
    for number, text in enumerate(texts):
        if items.locator("> [data-streamfield-child]").count() <= number:
            add(items, more)
        write(items.locator("> [data-streamfield-child]").nth(number), text)


def invite_colleagues(root: Page) -> None:
    root.get_by_role("link", name=_("Invite and give roles")).click()
    for email, role in (("mia", "Programme manager"), ("olga", "Department owner"), ("pete", "Programme manager")):
        root.get_by_role("textbox", name=called("E-mail address")).fill(f"{email}@outside.example")
        root.get_by_role("combobox", name=called("Role")).select_option(label=_(role))
        root.get_by_role("button", name=_("Send the invitation")).click()
        expect(
            root.get_by_text(_("%(email)s is invited; the letter is on its way.") % {"email": f"{email}@outside.example"})
        ).to_be_visible(timeout=PATIENCE)


def furnish(mia: Page) -> None:
    """Departments, companies and a journey, each from the list of first steps."""
    mia.goto("/manage/")
    mia.get_by_role("link", name=_("Add a department")).click()
    write(mia.locator("main"), "Cards")
    choose(mia, "Owner", "Olga")
    created(mia)
    for name, kind in (("Harbour Bank", "Own company"), ("Northgate", "Competitor")):
        mia.goto("/manage/")
        mia.get_by_role("link", name=_("Add a company")).click()
        mia.locator("#id_name").fill(name)
        choose(mia, "Kind", _(kind))
        created(mia)
    mia.goto("/manage/")
    mia.get_by_role("link", name=_("Draw the first journey")).click()
    write(mia.locator("main"), "Card renewal")
    add(mia.locator("main"), "Add a stage")
    stage = mia.locator("[data-streamfield-stream-container] > [data-streamfield-child]").first
    write(stage, "Delivery")
    add(stage, "Add a touchpoint")
    touchpoint = stage.locator("[data-streamfield-list-container] > [data-streamfield-child]").first
    write(touchpoint, "Courier")
    touchpoint.locator("select:visible").first.select_option(label=told("Cards"))
    created(mia)


def created(page: Page) -> None:
    page.get_by_role("button", name=called("Create")).click()
    expect(page.locator(".messages .success")).to_be_visible(timeout=PATIENCE)


def write_campaign(mia: Page) -> None:
    mia.goto("/manage/")
    mia.get_by_role("link", name=_("Write a campaign")).click()
    write(field(mia, "headline"), "A new card, in time")
    choose(mia, "Sponsor department", told("Cards"))
    choose(mia, "Journey", told("Card renewal"))
    today = timezone.localdate()
    mia.locator("#id_starts_on").fill(today.isoformat())
    mia.keyboard.press("Escape")
    mia.locator("#id_ends_on").fill((today + timedelta(days=40)).isoformat())
    mia.keyboard.press("Escape")
    mia.locator("#id_points_budget").fill("6000")
    mia.get_by_role("button", name=_("Save draft")).click()
    mia.wait_for_url(re.compile(r"/edit/$"))
    expect(mia.get_by_role("tab", name=_("Briefs"))).to_be_visible(timeout=PATIENCE)


def begin_brief(mia: Page, title: str) -> Locator:
    """A brief with its first step at the courier."""
    mia.goto(f"/manage/pages/{CampaignPage.objects.get().pk}/edit/")
    tab(mia, "Briefs")
    mia.get_by_role("link", name=_("Add a brief")).click()
    write(field(mia, "headline"), title)
    tab(mia, "Questions")
    mia.get_by_role("checkbox", name="Courier").check()
    add(mia.locator("#questions-root"), "Add a step")
    step = mia.locator("#questions-root [data-streamfield-child]").first
    write(step, "Wait for the card")
    step.locator("select:visible").first.select_option(label=told("Courier"))
    return step


def finish_brief(mia: Page, step: Locator, opens: datetime) -> None:
    """What every brief asks, and when it opens; then it is checked and leads back to its campaign."""
    question(mia, step, "Comparison: us and the rival", "comparison", "How satisfied are you?")
    question(mia, step, "Pain points", "pain", "What hurt?")
    question(mia, step, "Ideas", "idea", "Who does it better?")
    expect(mia.locator("#fh-effort")).to_contain_text(_("The questions are ready to be published."), timeout=PATIENCE)
    tab(mia, "Seats and points")
    at(mia, "opens_at", opens)
    mia.locator(".footer .w-dropdown__toggle").click()
    mia.get_by_role("button", name=_("Save and check")).click()
    expect(mia.locator(".messages")).to_contain_text(
        _("This brief is complete. It is approved and published with its campaign, which you see here."), timeout=PATIENCE
    )


def write_rich_brief(mia: Page, opens: datetime) -> None:
    """Skip logic, a comparison matrix, photos, two scenarios; thirty flash seats, five of them for a department."""
    step = begin_brief(mia, "Where is the new card")
    tab(mia, "Scenarios")
    for number, text in enumerate(("In a branch", "By app")):
        add(mia.locator("#arms-root"), "Add a scenario")
        write(mia.locator("#arms-root [data-streamfield-child]").nth(number), text)
    tab(mia, "Brief")
    choose(mia, "Kind", _("All hands"))
    tab(mia, "Questions")
    question(mia, step, "Recommendation, 0 to 10 (NPS)", "nps", "Would you recommend it?")
    why = question(mia, step, "Many words", "long_text", "Why so low?")
    why.get_by_role("button", name=_("Only if")).click()
    why.locator(".fh-row").get_by_label(_("How it is compared")).select_option(label=_("is at most"))
    why.locator(".fh-row").get_by_label(_("Value")).select_option("6")
    why.get_by_role("button", name=_("Done")).click()
    matrix = question(mia, step, "Matrix: several things, same answers", "matrix", "How was it?")
    list_of(matrix, "rows", "Add a row", "Speed", "Care")
    list_of(matrix, "choices", "Add an answer", "Good", "Bad")
    question(mia, step, "Photos", "photo", "The envelope")
    tab(mia, "Seats and points")
    mia.locator("#id_seats").fill("30")
    mia.locator("#id_points").fill("80")
    add(mia.locator("#quotas-root"), "Reserve seats for a department")
    quota = mia.locator("#quotas-root [data-streamfield-child]").first
    quota.locator("select").first.select_option(label=told("Cards"))
    quota.locator("input[type=number]").first.fill("5")
    tab(mia, "Questions")
    finish_brief(mia, step, opens)


def write_quiz_and_submit(mia: Page, *, published: datetime, opens: datetime) -> None:
    tab(mia, "Quiz")
    for number in range(5):
        add(mia.locator("#quiz-root"), "Add a question")
        asked = mia.locator("#quiz-root > div > [data-streamfield-stream-container] > [data-streamfield-child]").nth(number)
        asked = asked if asked.count() else mia.locator("[data-streamfield-child]:has(> input[value=question])").nth(number)
        write(asked, f"Question {number}")
        list_of(asked, "answers", "Add an answer", "Three days", "A week")
        asked.get_by_role("checkbox").first.check()
    at(mia, "quiz_opens_at", opens)
    at(mia, "quiz_closes_at", opens + timedelta(days=1))
    tab(mia, "Schedule")
    at(mia, "go_live_at", published)
    saved(mia)
    mia.locator(".footer .w-dropdown__toggle").click()
    mia.get_by_role("button", name=_("Submit for approval")).click()


def approve(page: Page, button: str) -> None:
    """From the desk, where it waits, to the button that stands in the open."""
    page.goto("/manage/")
    page.get_by_role("link", name="A new card, in time").first.click()
    expect(page.locator(".messages")).to_contain_text(
        part("This campaign waits for your decision. Look through its tabs; “Approve” is the button below, “Request changes” above it."),
        timeout=PATIENCE,
    )
    page.get_by_role("button", name=button, exact=True).first.click()


@pytest.fixture
def own_cache(settings: Settings) -> None:
    """Wagtail remembers the site's root in the cache, which other tests may share while they have another database."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(params=BROWSERS)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """The language of the stranger, of their browser, and of what the walk looks for."""
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    with watched(monkeypatch) as hands:
        yield hands


@pytest.fixture
def people(own_cache: None, tree: None, language: str, work: Work, phones: Phones) -> dict[str, Page]:
    """The account that was made on the server, and those whom it invites."""
    set_up_site()
    Member.objects.create_superuser("root@outside.example", PASSWORD, locale=language)
    root = newcomer(phones)
    sign_in(root, "root@outside.example")
    invite_colleagues(root)
    found = {}
    for name in ("mia", "olga", "pete"):
        found[name] = newcomer(phones)
        join(found[name], f"{name}@outside.example", name.title())
    return found


def test_a_stranger_makes_a_campaign_from_an_empty_house_and_it_opens_at_its_second(
    people: dict[str, Page], work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    mia, olga, pete = people["mia"], people["olga"], people["pete"]
    published = timezone.now().replace(second=0, microsecond=0) + timedelta(days=1)
    opens = published + timedelta(hours=1)
    furnish(mia)
    write_campaign(mia)
    write_rich_brief(mia, opens)
    second = begin_brief(mia, "Call the hotline")
    question(mia, second, "Many words", "long_text", "How did it feel?")
    finish_brief(mia, second, opens)
    write_quiz_and_submit(mia, published=published, opens=opens)
    expect(mia.locator(".messages")).to_contain_text(waits_for("Olga"), timeout=PATIENCE)
    approve(olga, _("Approve"))
    expect(olga.locator(".messages")).to_contain_text(waits_for("Pete"), timeout=PATIENCE)
    approve(pete, _("%(label)s and Publish") % {"label": _("Approve")})
    expect(pete.locator(".messages")).to_contain_text(part("“%(title)s” is approved and goes live by itself: %(at)s."), timeout=PATIENCE)
    assert not Campaign.objects.exists()
    print(f"{work}, {work.minutes:.1f} minutes")
    assert work.minutes < HALF_AN_HOUR

    with monkeypatch.context() as tomorrow:  # Wagtail looks at the clock itself
        tomorrow.setattr(timezone, "now", lambda: published)
        assert publish_due(now=published) == 1

    assert sorted(Task.objects.values_list("kind", "state")) == [("all_hands", "open"), ("routine", "open")]
    task = Task.objects.get(kind=Task.Kind.ALL_HANDS)
    assert (Campaign.objects.count(), Task.objects.count(), QuizQuestion.objects.count()) == (1, 2, 5)
    assert (Pool.objects.get(reference=task.pool_reference).capacity, Quota.objects.get().seats) == (30, 5)
    version = task.version
    assert version is not None
    kinds = [asked["type"] for _step, asked in questions_of(version.definition)]
    assert {"matrix", "photo", "pain", "idea"} <= set(kinds)
    assert len(version.definition["arms"]) == 2
    _opens_at_its_second(task, opens)
    mia.goto("/manage/")
    expect(mia.get_by_role("heading", name=_("Your first campaign"))).to_have_count(0, timeout=PATIENCE)


def _opens_at_its_second(task: Task, opens: datetime) -> None:
    ela = Member.objects.create_user(
        "ela@outside.example", PASSWORD, department=Department.objects.create(code="sales", name={"en": "Sales"})
    )
    with pytest.raises(RuleBroken):
        claim_task(task=task, member=ela, key=uuid4(), now=opens - timedelta(milliseconds=1))
    assert claim_task(task=task, member=ela, key=uuid4(), now=opens).claim is not None
