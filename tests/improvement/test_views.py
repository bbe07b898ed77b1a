"""Board, action, findings and joint review, tried four ways."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from improvement.models import Action, Decision, Finding, JointReview
from improvement.selectors import board, mine
from improvement.services import agree, decide, decline, open_joint_review, publish_minutes, verify
from members.models import Member
from members.rights import DEPARTMENT_OWNER, grant
from tests.improvement.factories import LATER, Loop
from tests.improvement.test_verification import HIGH, LOW

STEPS = ["agree", "begin", "ship", "decline", "open_again", "verify"]


def at(name: str, *args: int) -> str:
    return reverse(f"improvement:{name}", args=args)


@pytest.fixture
def desk(client: Client, loop: Loop) -> Client:
    client.force_login(loop.manager)
    return client


def as_(client: Client, member: Member) -> Client:
    client.force_login(member)
    return client


def in_a_month() -> str:
    return (timezone.localdate() + timedelta(days=30)).isoformat()


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


# The joint review -----------------------------------------------------------------------


def session(loop: Loop, now: datetime) -> JointReview:
    return open_joint_review(campaign=loop.campaign, held_on=now.date(), title={"en": "Wave 1"}, by=loop.manager, now=now)


def test_a_review_is_called_from_its_form(desk: Client, loop: Loop) -> None:
    wanted = {"campaign": loop.campaign.pk, "title": "Wave 1", "held_on": "2026-11-26"}
    assert desk.post(at("call_review"), wanted).status_code == 409
    loop.found()

    assert desk.post(at("call_review"), wanted | {"title": ""}).status_code == 422
    assert desk.post(at("call_review"), wanted).status_code == 302
    assert desk.get(at("call_review")).status_code == 405


def test_one_finding_on_one_screen_recorded_and_on_to_the_next(desk: Client, loop: Loop, now: datetime) -> None:
    loop.found(severity=5)
    loop.found(title="Advertising", severity=1)
    review = session(loop, now)
    page = desk.get(at("joint_review", review.pk))
    assert "Finding 1 of 2" in page.text
    item = page.context["item"]

    moved = desk.post(
        at("record", item.pk),
        {
            "way": "quick_win",
            "title": "Text before issue",
            "department": loop.department.pk,
            "owner": loop.owner.pk,
            "due": in_a_month(),
            "proof": "question:satisfied:",
            "needed": 5,
        },
    )

    assert moved.headers["Location"].endswith("?item=2")
    assert Action.objects.get().state == Action.State.AGREED
    assert "Quick win" in desk.get(at("joint_review", review.pk)).text


def test_a_decision_without_an_owner_keeps_what_was_written(desk: Client, loop: Loop, now: datetime) -> None:
    loop.found()
    item = Decision.objects.get(joint_review=session(loop, now))

    answer = desk.post(at("record", item.pk), {"way": "issue", "title": "Text before issue", "note": "Urgent."})

    assert answer.status_code == 422
    assert "Text before issue" in answer.text
    assert "Urgent." in answer.text
    assert not Action.objects.exists()


def test_a_way_without_a_new_action_is_enough(desk: Client, loop: Loop, now: datetime) -> None:
    loop.found()
    item = Decision.objects.get(joint_review=session(loop, now))

    assert desk.post(at("record", item.pk), {"way": "follow_up", "without_action": "on"}).status_code == 302
    assert Finding.objects.get().way == "follow_up"


def test_carrying_over_moves_on(desk: Client, loop: Loop, now: datetime) -> None:
    loop.found()
    item = Decision.objects.get(joint_review=session(loop, now))

    desk.post(at("record", item.pk), {"carry": "1", "note": "Costs are open."})

    item.refresh_from_db()
    assert (item.carried_over, item.note) == (True, "Costs are open.")


def test_words_are_shown_without_names_and_only_of_enough_people(desk: Client, loop: Loop, now: datetime) -> None:
    people = [loop.accept(own={"satisfied": 2}) for _ in range(8)]
    loop.found(*people, title="Nobody asked me", severity=5)
    loop.found(*people[:7], title="Seven of us", severity=1)
    review = session(loop, now)

    many, few = (desk.get(at("joint_review", review.pk), {"item": number}).text for number in (1, 2))

    assert "Nobody asked me, 0" in many
    assert "Secret" not in many
    assert "Seven of us, 0" not in few
    assert "Fewer than eight people met this" in few


def test_minutes_are_published_and_printed(desk: Client, loop: Loop, now: datetime) -> None:
    loop.found(severity=5)
    loop.found(title="Advertising", severity=1)
    review = session(loop, now)
    assert desk.post(at("publish", review.pk)).headers["Location"] == at("joint_review", review.pk)
    desk.post(at("attend", review.pk), {"there": [loop.owner.pk, "nonsense"]})
    decide(decision=review.decisions.get(position=1), way="issue", note="Before Christmas.", by=loop.management, now=now)

    page = desk.post(at("publish", review.pk), follow=True)

    assert page.redirect_chain[-1][0] == at("minutes", review.pk)
    assert [words in page.text for words in ("Before Christmas.", "1 carried over", "Ola", "frozen")] == [True] * 4
    assert desk.get(at("joint_review", review.pk)).headers["Location"] == at("minutes", review.pk)
    assert desk.post(at("record", review.decisions.get(position=1).pk), {"carry": "1"}).status_code == 409


def test_published_minutes_do_not_grow_with_later_actions(desk: Client, loop: Loop, now: datetime) -> None:
    finding = loop.found()
    review = session(loop, now)
    decide(decision=review.decisions.get(), way="issue", by=loop.management, now=now)
    publish_minutes(review=review, by=loop.management, now=now - timedelta(hours=1))
    loop.proposed(finding)

    assert "Discreet text" not in desk.get(at("minutes", review.pk)).text


def test_department_owners_follow_and_do_not_record(client: Client, loop: Loop, now: datetime) -> None:
    grant(member=loop.owner, right=DEPARTMENT_OWNER)
    loop.found()
    review = session(loop, now)
    eyes = as_(client, loop.owner)

    page = eyes.get(at("joint_review", review.pk))
    assert page.status_code == 200
    assert "data-decide" not in page.text
    for name, pk in (("record", review.decisions.get().pk), ("publish", review.pk), ("attend", review.pk)):
        assert eyes.post(at(name, pk)).status_code == 403


def test_the_session_asks_for_few_queries(desk: Client, loop: Loop, now: datetime, django_assert_max_num_queries: object) -> None:
    people = [loop.accept(own={"satisfied": 2}, rival={"satisfied": 4}) for _ in range(8)]
    for number in range(3):
        loop.found(*people, title=f"Pain {number}")
    review = session(loop, now)

    with django_assert_max_num_queries(24):  # type: ignore[operator]
        desk.get(at("joint_review", review.pk))


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


def test_published_minutes_of_one_review_do_not_stop_the_next(loop: Loop, now: datetime) -> None:
    loop.found()
    review = session(loop, now)
    decide(decision=review.decisions.get(), way="issue", by=loop.management, now=now)
    publish_minutes(review=review, by=loop.management, now=now)
    loop.found(title="Advertising")

    assert session(loop, now).decisions.count() == 1
