"""What leaves the house beside the inbox: by the member's choice, outside their quiet hours, once."""

from datetime import datetime, time, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import Member
from notifications import channels
from notifications.models import Note, Wishes
from notifications.post import post_notes
from notifications.push import WORDS
from notifications.services import tell, wish
from notifications.topics import SLUGS, TOPICS, icon_of, topic_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def told(member: Member, now: datetime, *, kind: str = "seat", reference: str = "seat:1") -> Note:
    return tell(
        member=member, kind=kind, reference=reference, title="A seat came free", body="It waits for an hour.", url="/tasks/", now=now
    )


def test_a_note_that_cannot_wait_also_comes_by_mail_once(ada: Member, noon: datetime) -> None:
    note = told(ada, noon)

    assert (post_notes(now=noon), post_notes(now=noon)) == (1, 0)
    letter = mail.outbox[0]
    assert (len(mail.outbox), letter.to, letter.subject) == (1, [ada.email], "A seat came free")
    assert reverse("notifications:follow", args=[note.pk]) in letter.body
    assert reverse("notifications:choices") in letter.body


def test_a_letter_calls_people_as_they_write_themselves(ada: Member, noon: datetime) -> None:
    Member.objects.filter(pk=ada.pk).update(nickname="Ada & <Co>")
    told(ada, noon)
    post_notes(now=noon)

    assert "Ada & <Co>" in mail.outbox[0].body


def test_what_can_wait_stays_in_the_inbox_until_somebody_wants_it(ada: Member, noon: datetime) -> None:
    told(ada, noon, kind="finding", reference="a")
    post_notes(now=noon)
    assert mail.outbox == []

    wish(member=ada, mail=["because"], push=[])
    told(ada, noon, kind="finding", reference="b")
    told(ada, noon, kind="seat", reference="c")
    post_notes(now=noon)
    assert len(mail.outbox) == 1
    assert Note.objects.filter(member=ada).count() == 3


@pytest.mark.parametrize(
    ("quiet", "hour", "waits_until"),
    [
        ((time(22), time(7)), 23, (8, 7)),  # in the programme's own time: over midnight
        ((time(22), time(7)), 3, (7, 7)),
        ((time(22), time(7)), 8, None),
        ((time(9), time(12)), 10, (7, 12)),
        ((time(9), time(12)), 12, None),
    ],
)
def test_quiet_hours_hold_it_back_until_they_end(
    ada: Member, quiet: tuple[time, time], hour: int, waits_until: tuple[int, int] | None
) -> None:
    wish(member=ada, mail=["now"], push=[], quiet_from=quiet[0], quiet_until=quiet[1])
    now = datetime(2026, 3, 7, hour, tzinfo=timezone.get_default_timezone())
    told(ada, now)

    assert post_notes(now=now) == (0 if waits_until else 1)
    note = Note.objects.get()
    if waits_until:
        day, until = waits_until
        assert note.post_at == datetime(2026, 3, day, until, tzinfo=timezone.get_default_timezone())
        assert post_notes(now=note.post_at) == 1


def test_what_was_read_old_or_of_somebody_who_left_stays_home(ada: Member, bea: Member, cy: Member, noon: datetime) -> None:
    Note.objects.filter(pk=told(ada, noon).pk).update(read_at=noon)
    told(bea, noon - timedelta(days=1))
    told(cy, noon)
    Member.objects.filter(pk=cy.pk).update(left_at=noon)

    assert post_notes(now=noon) == 0
    assert mail.outbox == []
    assert not Note.objects.exclude(post_at=None).exists()


def test_what_is_for_a_locked_account_stays_home(ada: Member, noon: datetime) -> None:
    told(ada, noon)
    Member.objects.filter(pk=ada.pk).update(is_active=False)

    assert post_notes(now=noon) == 0
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_tried_again_and_in_the_end_let_be(
    ada: Member, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(note: Note, member: Member) -> None:
        raise ConnectionRefusedError

    monkeypatch.setitem(channels.CHANNELS, "mail", away)
    told(ada, noon)
    for attempt in range(7):
        assert post_notes(now=noon + attempt * 6 * MINUTE) == 0
    assert (Note.objects.get().post_tries, Note.objects.get().post_at) == (5, None)


def test_a_mail_server_that_is_away_is_not_asked_again_for_everybody_elses_letter(
    ada: Member, bea: Member, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Member] = []

    def away(note: Note, member: Member) -> None:
        asked.append(member)
        raise ConnectionRefusedError

    monkeypatch.setitem(channels.CHANNELS, "mail", away)
    told(ada, noon - MINUTE)
    told(bea, noon)

    post_notes(now=noon)

    assert asked == [ada]
    assert Note.objects.get(member=bea).post_at == noon


def test_a_letter_box_that_is_closed_keeps_nobody_elses_letter_waiting(
    ada: Member, bea: Member, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed_for_ada(note: Note, member: Member) -> None:
        if member == ada:
            raise SMTPRecipientsRefused({ada.email: (550, b"no such user")})
        channels.mail(note, member)

    monkeypatch.setitem(channels.CHANNELS, "mail", closed_for_ada)
    told(ada, noon - MINUTE)
    told(bea, noon)

    assert post_notes(now=noon) == 1
    assert [letter.to for letter in mail.outbox] == [[bea.email]]
    assert Note.objects.get(member=ada).post_tries == 1


def test_one_channel_that_fails_does_not_send_the_other_twice(ada: Member, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[bool] = []

    def push(note: Note, member: Member) -> None:
        tries.append(bool(tries))
        if len(tries) == 1:
            raise TimeoutError

    monkeypatch.setitem(channels.CHANNELS, "push", push)
    told(ada, noon)
    post_notes(now=noon)
    post_notes(now=noon + 6 * MINUTE)

    assert (len(mail.outbox), tries) == (1, [False, True])


def test_every_kind_of_note_has_its_topic_and_a_new_one_is_ones_own_work() -> None:
    assert topic_of("review-return").slug == "now"
    assert topic_of("medal").slug == "points"
    assert [topic_of(kind).slug for kind in ("news", "approval", "role")] == ["news", "desk", "desk"]
    assert set(WORDS) == SLUGS  # a locked screen has words for each
    assert topic_of("never heard of").slug == "work"
    assert len(SLUGS) == len(TOPICS)
    assert (icon_of("medal"), icon_of("finding"), icon_of("review-accept")) == ("medal", "leaf", "check-o")


def test_the_choices_are_kept_as_they_were_made(ada: Member, client: Client) -> None:
    client.force_login(ada)
    address = reverse("notifications:choices")
    assert client.get(address).status_code == 200

    answer = client.post(address, {"mail": ["points", "because"], "quiet_from": "22:00", "quiet_until": "07:30"})

    wishes = Wishes.objects.get(member=ada)
    assert answer.status_code == 302
    assert (wishes.mail, wishes.quiet_from, wishes.quiet_until) == (["because", "points"], time(22), time(7, 30))
    assert 'value="because" checked' in client.get(address).content.decode()


def test_wanting_nothing_by_mail_is_a_choice_too(ada: Member, client: Client, noon: datetime) -> None:
    client.force_login(ada)
    client.post(reverse("notifications:choices"), {"quiet_from": "", "quiet_until": ""})
    told(ada, noon)
    post_notes(now=noon)

    assert (Wishes.objects.get(member=ada).mail, mail.outbox) == ([], [])


@pytest.mark.parametrize("wrong", [{"quiet_from": "22:00"}, {"quiet_from": "22:00", "quiet_until": "22:00"}, {"mail": ["gossip"]}])
def test_what_cannot_be_is_refused_and_changes_nothing(ada: Member, client: Client, wrong: dict[str, object]) -> None:
    client.force_login(ada)

    assert client.post(reverse("notifications:choices"), wrong).status_code == 422
    assert not Wishes.objects.exists()


def test_the_database_wants_both_ends_of_quiet(ada: Member) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Wishes.objects.create(member=ada, quiet_from=time(22))


def test_nobody_from_outside_sees_choices(client: Client) -> None:
    assert client.get(reverse("notifications:choices")).status_code == 302
