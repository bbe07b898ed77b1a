"""Board, action, findings and joint review, tried four ways."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from improvement.models import Action, Finding
from improvement.selectors import board, mine
from improvement.services import agree, decline, verify
from members.models import Member
from members.rights import DEPARTMENT_OWNER, grant
from tests.improvement.factories import LATER, Loop
from tests.improvement.pages import as_, at, in_a_month
from tests.improvement.test_verification import HIGH, LOW

STEPS = ["agree", "begin", "ship", "decline", "open_again", "verify"]


# The board ------------------------------------------------------------------------------


def test_the_board_shows_each_action_in_its_column(desk: Client, loop: Loop, now: datetime) -> None:
    loop.proposed(loop.found(title="One"))
    agree(action=loop.proposed(loop.found(title="Two")), by=loop.management, now=now)
    loop.opened(loop.found(title="Three"))
    decline(action=loop.proposed(loop.found(title="Four")), reason="Too few.", by=loop.management, now=now)

    page = desk.get(at("actions"))

    columns = {name: len(cards) for name, cards in page.context["board"].columns.items()}
    assert columns == {"proposed": 1, "agreed": 1, "doing": 0, "again": 1, "proven": 0}
    assert "0 of 5 accepted" in page.text
    assert "1 declined" in page.text


def test_an_empty_board_has_a_headline(desk: Client) -> None:
    assert "0 fixes proven better" in desk.get(at("actions")).text


def test_late_is_what_is_not_with_customers_after_its_day(loop: Loop) -> None:
    action = loop.proposed()

    shown = board(member=loop.owner, today=action.due + timedelta(days=12))

    assert (shown.late, shown.columns["proposed"][0].days_late) == (1, 12)
    assert board(member=loop.owner, today=action.due).late == 0


def test_filters_narrow_the_board(loop: Loop, eve: Member) -> None:
    action = loop.proposed()
    today = action.due

    def shown(**chosen: object) -> int:
        return len(board(member=loop.owner, today=today, **chosen).columns["proposed"])  # type: ignore[arg-type]

    assert shown(department=loop.department) == shown(mine=True) == 1
    assert shown(department=loop.home) == shown(late=True) == shown(way="issue") == 0
    assert not board(member=eve, today=today, mine=True).columns["proposed"]


def test_the_board_asks_for_few_queries(desk: Client, loop: Loop, django_assert_max_num_queries: object) -> None:
    for number in range(4):
        loop.opened(loop.found(title=f"Pain {number}"))

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        desk.get(at("actions"), {"department": loop.department.code})


def test_a_verdict_stands_on_the_card_with_its_interval(desk: Client, loop: Loop) -> None:
    loop.first_wave("satisfied", LOW)
    action = loop.opened()
    loop.again(action, HIGH)
    verify(action=action, now=LATER)

    text = desk.get(at("actions")).text

    assert "better" in text
    assert "0.0 % → 100.0 %" in " ".join(text.split())
    assert "+100.0 pts" in text


def test_employees_see_no_board(client: Client, loop: Loop, eve: Member) -> None:
    eyes = as_(client, eve)

    for name in ("actions", "joint_reviews", "desk_findings"):
        assert eyes.get(at(name)).status_code == 403
    assert eyes.post(at("actions")).status_code in {403, 405}


# One action -----------------------------------------------------------------------------


def test_an_action_walks_by_its_buttons(client: Client, loop: Loop) -> None:
    action = loop.proposed()
    page = as_(client, loop.management).get(at("action", action.pk))
    assert (page.context["can_agree"], page.context["can_ship"]) == (True, False)

    client.post(at("agree", action.pk))
    as_(client, loop.owner).post(at("begin", action.pk))
    client.post(at("ship", action.pk), {"on": timezone.localdate().isoformat()})
    done = as_(client, loop.manager).post(at("open_again", action.pk), {"seats": 8, "opens_at": "2026-11-20T12:00"}, follow=True)

    assert "The re-experience opens" in done.text
    assert Action.objects.get().state == Action.State.RE_EXPERIENCING
    assert "3 of 5" not in done.text
    early = client.post(at("verify", action.pk))
    assert (early.status_code, "0 of 5 accepted re-experiences so far" in early.text) == (409, True)


def test_the_history_names_each_step(desk: Client, loop: Loop) -> None:
    text = desk.get(at("action", loop.shipped().pk)).text

    assert [step in text for step in ("Proposed", "Agreed", "Shipped")] == [True] * 3


def test_declining_without_a_reason_keeps_the_page(desk: Client, loop: Loop) -> None:
    action = loop.proposed()

    assert desk.post(at("decline", action.pk), {"reason": ""}).status_code == 422
    assert desk.post(at("decline", action.pk), {"reason": "Not now."}).status_code == 302
    assert desk.post(at("agree", action.pk)).status_code == 409


def test_doing_it_twice_answers_the_same(desk: Client, loop: Loop) -> None:
    action = loop.proposed()

    assert [desk.post(at("agree", action.pk)).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("step", STEPS)
def test_steps_are_posted(desk: Client, loop: Loop, step: str) -> None:
    assert desk.get(at(step, loop.proposed().pk)).status_code == 405


@pytest.mark.parametrize("step", ["action", *STEPS])
def test_for_somebody_else_an_action_is_not_there(client: Client, loop: Loop, eve: Member, step: str) -> None:
    eyes = as_(client, eve)
    answer = eyes.get(at(step, loop.proposed().pk)) if step == "action" else eyes.post(at(step, loop.proposed().pk))

    assert answer.status_code == (403 if step == "verify" else 404)


def test_its_owner_sees_an_action_without_any_right(client: Client, loop: Loop) -> None:
    assert as_(client, loop.owner).get(at("action", loop.proposed().pk)).status_code == 200


def test_another_departments_owner_sees_it_and_cannot_ship_it(client: Client, loop: Loop, cy: Member, now: datetime) -> None:
    grant(member=cy, right=DEPARTMENT_OWNER)
    action = agree(action=loop.proposed(), by=loop.management, now=now)

    answer = as_(client, cy).post(at("ship", action.pk), {"on": "2026-11-20"})

    assert (answer.status_code, "Only the owner" in answer.text) == (409, True)


def test_a_department_proposes_what_it_could_do(desk: Client, loop: Loop) -> None:
    finding = loop.found()
    assert desk.get(at("propose", finding.pk)).status_code == 200
    wanted = {
        "title": "Text before issue",
        "department": loop.department.pk,
        "owner": loop.owner.pk,
        "due": in_a_month(),
        "proof": "question:satisfied:",
        "expected": "20",
        "needed": 5,
    }

    assert desk.post(at("propose", finding.pk), wanted | {"proof": "question:gone:"}).status_code == 422
    assert desk.post(at("propose", finding.pk), wanted | {"due": "2020-01-01"}).status_code == 409
    assert desk.post(at("propose", finding.pk), wanted).status_code == 302
    assert float(Action.objects.get().expected or 0) == 0.2


# Findings at the desk -------------------------------------------------------------------


def test_themes_become_findings_by_ticking(desk: Client, loop: Loop) -> None:
    theme = loop.found().theme
    Finding.objects.all().delete()
    assert "1 merged pain point is no finding yet" in desk.get(at("desk_findings")).text

    done = desk.post(at("make_findings", loop.campaign.pk), {"theme": [theme.pk]}, follow=True)

    assert "1 finding made" in done.text
    assert "0 findings made" in desk.post(at("make_findings", loop.campaign.pk), {"theme": [theme.pk]}, follow=True).text
    assert desk.get(at("make_findings", loop.campaign.pk)).status_code == 405


def test_management_reads_findings_and_makes_none(client: Client, loop: Loop) -> None:
    eyes = as_(client, loop.management)

    assert "Nothing is merged yet" in eyes.get(at("desk_findings")).text
    assert eyes.post(at("make_findings", loop.campaign.pk)).status_code == 403


# What became of mine --------------------------------------------------------------------


def test_a_tester_follows_what_became_of_it(client: Client, loop: Loop) -> None:
    finder = loop.accept(own={"satisfied": 2})
    loop.first_wave("satisfied", LOW)
    action = loop.opened(loop.found(finder))
    eyes = as_(client, finder.claim.member)
    assert "1 fix has grown from what you found" in eyes.get(at("findings")).text

    loop.again(action, HIGH)
    verify(action=action, now=LATER)

    text = eyes.get(at("findings")).text
    assert "1 thing is better because of you" in text
    assert "PROVEN BETTER" in text
    assert text.count("ring grown") == 1


def test_a_tester_reads_why_not_and_what_is_still_being_read(client: Client, loop: Loop, now: datetime) -> None:
    finder = loop.accept(own={"satisfied": 2})
    action = loop.proposed(loop.found(finder))
    decline(action=action, reason="Too few would use it.", by=loop.management, now=now)
    loop.pain(finder, "The letter is unreadable")

    text = as_(client, finder.claim.member).get(at("findings")).text

    assert "Not now: Discreet text before issue." in text
    assert "Too few would use it." in text
    assert "1 pain point of yours is being read" in text


def test_nobody_sees_what_somebody_else_found(client: Client, loop: Loop, eve: Member) -> None:
    loop.opened(loop.found(loop.accept(own={"satisfied": 2})))

    text = as_(client, eve).get(at("findings")).text

    assert "Discreet text" not in text
    assert "Nothing planted yet" in text
    assert mine(eve).is_empty


def test_findings_are_for_members_and_read_only(client: Client, loop: Loop) -> None:
    assert client.get(at("findings")).status_code == 302
    assert as_(client, loop.owner).post(at("findings")).status_code == 405


def test_what_is_still_being_read_shows_how_far_it_is(client: Client, loop: Loop) -> None:
    finder = loop.accept(own={"satisfied": 2})
    loop.pain(finder, "The letter is unreadable")

    text = as_(client, finder.claim.member).get(at("findings")).text

    assert "The letter is unreadable" in text
    assert '<li class="done"><p class="b">Accepted by a reviewer</p></li>' in text


def test_who_found_it_may_try_again_what_was_mended(client: Client, loop: Loop) -> None:
    finder = loop.accept(own={"satisfied": 2})
    loop.first_wave("satisfied", LOW)
    action = loop.opened(loop.found(finder))
    assert action.re_experience is not None

    text = as_(client, finder.claim.member).get(at("findings")).text

    assert f'href="/tasks/{action.re_experience.slug}/"' in text
