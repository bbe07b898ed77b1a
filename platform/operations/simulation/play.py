"""The order of the play, and where it stopped."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from operations.models import DemoStep
from operations.simulation import deciding, earning, opening, proving, reading, testing, today
from operations.simulation.stage import Stage

BEGUN, FINISHED = "begun", "finished"

type Scene = Callable[[Stage], Iterator[str] | None]


class Progress(NamedTuple):
    """How far the play is: `done` of `total` scenes, and what happens now."""

    done: int
    total: int
    scene: str
    detail: str = ""


SCENES: list[tuple[str, Scene]] = [
    ("Sixty people join", opening.hire_people),
    ("The journey is drawn", opening.draw_journey),
    ("A recruitment round", opening.recruit),
    ("The campaign is written", opening.write_campaign),
    ("Shop and prices", earning.open_shop),
    ("First wave: expiry", testing.first_wave(0)),
    ("First wave: re-issue", testing.first_wave(1)),
    ("First wave: delivery", testing.first_wave(2)),
    ("First wave: activation", testing.first_wave(3)),
    ("Pain points are merged", deciding.merge_pains),
    ("Figures from operations", proving.import_operations),
    ("The first report", deciding.first_report),
    ("The joint review decides", deciding.joint_review),
    ("Departments act", proving.departments_act),
    ("Testers experience again", proving.experience_again),
    ("What helped, what did not", proving.verify_actions),
    ("The new packet", proving.ship_late),
    ("Points are spent", earning.spend),
    ("The second report", deciding.second_report),
    ("Guides, news and rules", reading.write_pages),
    ("Today", today.open_ends),
]

BUILDING = (deciding.first_report, deciding.second_report)


def play(*, tell: Callable[[Progress], None]) -> None:
    """Play what has not been played yet; a second call does nothing.

    Only one play runs at a time: the second waits for the first, then finds everything done.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('firsthand play'))")
    try:
        begun, _ = DemoStep.objects.get_or_create(name=BEGUN, defaults={"done_at": timezone.now()})
        stage = Stage(today=begun.done_at)
        for position, (name, scene) in enumerate(SCENES):
            if not DemoStep.objects.filter(name=name).exists():
                _play_scene(stage, name, scene, lambda detail, at=position, now=name: tell(Progress(at, len(SCENES), now, detail)))  # type: ignore[misc]
            tell(Progress(position + 1, len(SCENES), name))
        DemoStep.objects.get_or_create(name=FINISHED, defaults={"done_at": timezone.now()})
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('firsthand play'))")


def _play_scene(stage: Stage, name: str, scene: Scene, tell: Callable[[str], None]) -> None:
    """A scene happens whole or not at all, so that a play that was stopped can go on.

    A report reads one snapshot and shows its progress beside it, so it brings its own transactions and finds what it has done.
    """
    tell("")
    stage.enter(name)
    with nullcontext() if scene in BUILDING else transaction.atomic():
        for detail in scene(stage) or ():
            tell(detail)
        DemoStep.objects.create(name=name, done_at=timezone.now())


def is_finished() -> bool:
    return DemoStep.objects.filter(name=FINISHED).exists()
