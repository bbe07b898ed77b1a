"""Limited things that many take at once."""

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _


class Pool(models.Model):
    """What is limited, when it opens and how long a taken seat is held."""

    class Mode(models.TextChoices):
        FLASH = "flash", _("First come, first served")
        LOTTERY = "lottery", _("Lottery")

    reference = models.CharField(max_length=80, unique=True)  # what is limited: "task:12", "benefit:3"
    capacity = models.PositiveIntegerField()  # how many seat rows there are
    per_person = models.PositiveSmallIntegerField(default=1)  # how many of them one member may have at a time
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # by somebody, before its time
    hold_for = models.DurationField()  # a held seat that is not kept by then goes to the next
    take_up_for = models.DurationField()  # how long somebody promoted from the wait list may think
    mode = models.CharField(max_length=7, choices=Mode, default=Mode.FLASH)
    draws_at = models.DateTimeField(null=True, blank=True)  # lottery: requests come in until then
    drawn_at = models.DateTimeField(null=True, blank=True)
    commitment = models.CharField(max_length=64, blank=True, default="")  # sha256 of the seed, public from the beginning
    seed = models.CharField(max_length=64, blank=True, default="")  # nowhere before the draw, public after it: see `commitments`
    drawn_seats = models.JSONField(null=True)  # how many were given out by the draw, by quota ("": for everybody)
    salt = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), editable=False)  # never public: with it, signs give names away

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at=None) | models.Q(closes_at__gt=models.F("opens_at")), name="pool_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=models.Q(per_person__gte=1), name="pool_gives_each_at_least_one"),
            models.CheckConstraint(
                condition=models.Q(mode="flash", draws_at=None, commitment="")
                | (models.Q(mode="lottery", draws_at__isnull=False, draws_at__gt=models.F("opens_at")) & ~models.Q(commitment="")),
                name="lottery_has_a_window_and_a_commitment",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at=None) | models.Q(draws_at=None) | models.Q(closes_at__gt=models.F("draws_at")),
                name="pool_closes_after_the_draw",
            ),
            models.CheckConstraint(
                condition=models.Q(drawn_at=None, seed="", drawn_seats__isnull=True)
                | (models.Q(mode="lottery", drawn_at__isnull=False, drawn_seats__isnull=False) & ~models.Q(seed="")),
                name="seed_shows_with_the_draw",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def awaits_draw(self) -> bool:
        """A lottery that gives no seat yet."""
        return self.mode == self.Mode.LOTTERY and self.drawn_at is None


class Quota(models.Model):
    """Part of a pool's capacity that is reserved for one department."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, related_name="quotas")
    department = models.ForeignKey("members.Department", on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pool", "department"], name="one_quota_per_department")]

    def __str__(self) -> str:
        return f"{self.pool_id}/{self.department_id}: {self.seats}"


class Seat(models.Model):
    """One of a pool's seats; the rows are made with the pool, so neither too many nor too few can be given.

    Taking one is the hottest write there is. So nothing here is indexed twice, conditions are short (PostgreSQL reads them anew
    for every statement), and `seats_take` looks the member up itself instead of a foreign key doing it again.
    """

    class State(models.TextChoices):
        FREE = "free", _("Free")
        HELD = "held", _("Held")
        KEPT = "kept", _("Kept")

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, db_index=False, related_name="seats")
    number = models.IntegerField()  # from 1
    quota = models.ForeignKey(Quota, null=True, blank=True, on_delete=models.PROTECT, db_index=False, related_name="reserved_seats")
    state = models.CharField(max_length=4, choices=State, default=State.FREE)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="seats"
    )
    turn = models.SmallIntegerField(null=True)  # the member's first, second, … seat of this pool: at most `per_person`
    taken_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pool", "number"], name="seat_number_once"),
            models.UniqueConstraint(
                fields=["pool", "member", "turn"], condition=models.Q(member__isnull=False), name="one_seat_per_person_and_turn"
            ),
            models.CheckConstraint(  # free: nobody's; held: somebody's, with an end; kept: somebody's, without
                condition=Exact(
                    models.Func("member", "turn", "taken_at", "held_until", function="num_nonnulls", output_field=models.IntegerField()),
                    models.Case(
                        models.When(state="free", then=0), models.When(state="held", then=4), models.When(state="kept", then=3), default=-1
                    ),
                ),
                name="seat_free_or_somebodys",
            ),
        ]
        indexes = [
            # `seats_take` walks along this; written so that unreserved seats are an equality too.
            models.Index("pool", Coalesce("quota", 0), "number", condition=models.Q(member=None), name="seat_to_be_had"),
            models.Index(fields=["held_until"], condition=models.Q(state="held"), name="seat_held"),
        ]

    def __str__(self) -> str:
        return f"{self.pool_id}#{self.number}"


class Waiting(models.Model):
    """Somebody's place in a pool's wait list: first as drawn, then in the server's order.

    Thousands join within seconds. A foreign key would have each of them lock the pool's row and the quota's; triggers there keep them.
    """

    ORDER = ("drawn", "pk")  # PostgreSQL puts those who were not drawn last

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, db_index=False, db_constraint=False, related_name="waiting")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="waiting"
    )
    quota = models.ForeignKey(Quota, null=True, blank=True, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+")
    drawn = models.PositiveIntegerField(null=True)  # the place in the drawn order; none: came after the draw, or there was none
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "pool"], name="waits_once")]
        indexes = [
            models.Index(fields=["pool", "drawn", "id"], name="waiting_for_any_seat"),
            models.Index(fields=["quota", "drawn", "id"], condition=models.Q(quota__isnull=False), name="waiting_for_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.pool_id} {self.member_id}"


class Lot(models.Model):
    """One request in a drawn lottery, at the place where the draw put it; append-only by trigger."""

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, db_index=False, related_name="lots")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    quota = models.ForeignKey(Quota, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pool", "place"], name="one_lot_per_place"),
            models.UniqueConstraint(fields=["pool", "member"], name="one_lot_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.pool_id} {self.place}"


class Attempt(models.Model):
    """One arrival or event, in the server's order: the fairness record, append-only by trigger.

    An arrival carries the key its client made, so that a retry gets the first answer.
    """

    class Outcome(models.TextChoices):
        SEATED = "seated", _("Seated")
        WAITING = "waiting", _("Waiting")
        REQUESTED = "requested", _("Asked")  # in a lottery before its draw
        DRAWN = "drawn", _("Drawn")  # a seat by the draw
        PROMOTED = "promoted", _("Promoted")
        GAVE_BACK = "gave_back", _("Gave back")
        EXPIRED = "expired", _("Expired")
        PASSED_OVER = "passed_over", _("Passed over")
        LEFT_LIST = "left_list", _("Left the wait list")

    pool = models.ForeignKey(Pool, on_delete=models.CASCADE, db_index=False, db_constraint=False, related_name="attempts")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+")
    key = models.UUIDField(null=True, unique=True)  # none: nobody asked, it happened
    outcome = models.CharField(max_length=12, choices=Outcome)
    number = models.IntegerField(null=True)  # of the seat
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    ARRIVALS = (Outcome.SEATED, Outcome.WAITING, Outcome.REQUESTED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Exact(
                    ExpressionWrapper(models.Q(key__isnull=False), models.BooleanField()),
                    ExpressionWrapper(models.Q(outcome__in=["seated", "waiting", "requested"]), models.BooleanField()),
                ),
                name="arrival_has_a_key",
            ),
        ]
        indexes = [models.Index(fields=["pool", "member", "id"])]

    def __str__(self) -> str:
        return f"{self.pool_id} {self.outcome}"
