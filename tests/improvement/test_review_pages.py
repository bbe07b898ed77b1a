"""The joint review's pages, tried four ways."""

from datetime import datetime, timedelta

from django.test import Client

from improvement.models import Action, Decision, Finding, JointReview
from improvement.services import decide, open_joint_review, publish_minutes
from members.rights import DEPARTMENT_OWNER, grant
from tests.improvement.factories import Loop
from tests.improvement.pages import as_, at, in_a_month


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


def test_published_minutes_of_one_review_do_not_stop_the_next(loop: Loop, now: datetime) -> None:
    loop.found()
    review = session(loop, now)
    decide(decision=review.decisions.get(), way="issue", by=loop.management, now=now)
    publish_minutes(review=review, by=loop.management, now=now)
    loop.found(title="Advertising")

    assert session(loop, now).decisions.count() == 1
