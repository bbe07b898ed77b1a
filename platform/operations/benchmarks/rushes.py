"""Taking seats over HTTP: the production server, kept connections, a member and a session of their own for each request."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db import connection

from members.models import Member
from operations.benchmarks.doors import Door
from operations.benchmarks.people import sign_in
from operations.benchmarks.rounds import FEWEST_ROUNDS, Ratio, Work, at_least, at_most, exactly
from operations.benchmarks.sections import Bench
from operations.benchmarks.web import Site, request, serving

WINNERS = 1_000
LOOKERS = 1_500
REFUSED = 4_000
FLASH_SEATS = 500

TRIVIAL_32, TRIVIAL_64 = "trivial page, 32 connections", "trivial page, 64 connections"
CLAIMS, REFUSALS, FLASH = "claims, 32 connections", "refusals, 64 connections", "20,000 for 500 seats"


class Rushes:
    """Every rush is for a task of its own; whether its answers were true is counted afterwards."""

    def __init__(self, site: Site, people: Sequence[Member]) -> None:
        self.site = site
        self.people = people
        self.sessions = sign_in(list(people))
        self.answers = 0
        self.confirmed = 0

    def trivial(self, connections: int) -> Work:
        def work() -> float:
            pages = [
                request("GET", "/bench/trivial/", cookies=f"{settings.SESSION_COOKIE_NAME}={self.sessions[member.pk]}")
                for member in self.people[:LOOKERS]
            ]
            rush = self.site.rush(pages, connections=connections)
            if set(rush.answers) != {"200"}:
                raise RuntimeError(f"The trivial page answered {dict(rush.answers)}.")
            return rush.rate

        return work

    def claims(self, connections: int) -> Work:
        return lambda: self._rush(Door(WINNERS), self.people[:WINNERS], connections)

    def refusals(self, connections: int) -> Work:
        """One seat, and all the others know already that they wait: each of them asks again, once."""

        def work() -> float:
            door, others = Door(1), self.people[1 : 1 + REFUSED]
            self._rush(door, self.people[:1], 1)
            self._rush(door, others, connections)
            return self._rush(door, others, connections)

        return work

    def flash(self, connections: int) -> Work:
        """Seconds until the last of all has an answer."""
        return lambda: len(self.people) / self._rush(Door(FLASH_SEATS), self.people, connections)

    def _rush(self, door: Door, people: Sequence[Member], connections: int) -> float:
        rush = self.site.rush(door.requests(people, self.sessions), connections=connections)
        self.answers += len(people)
        self.confirmed += door.confirmed(rush.answers)
        return rush.rate


def measure(bench: Bench, *, people: Sequence[Member]) -> Iterator[Ratio]:
    bench.tell(f"seats: {len(people):,} sessions …")
    with connection.cursor() as cursor:  # what the races left behind is not written while something else is measured
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    with serving(bench) as site:
        rushes = Rushes(site, people)
        found = bench.alternate({TRIVIAL_32: rushes.trivial(32), CLAIMS: rushes.claims(32)})
        yield bench.ratio(
            "HTTP: winning claims ÷ trivial page for members, 32 connections", found[CLAIMS], found[TRIVIAL_32], at_least(0.8)
        )
        found = bench.alternate({TRIVIAL_64: rushes.trivial(64), REFUSALS: rushes.refusals(64)}, warm_up=0)
        yield bench.ratio(
            "HTTP: refusals once all is taken ÷ trivial page, 64 connections", found[REFUSALS], found[TRIVIAL_64], at_least(4)
        )
        found = bench.alternate({TRIVIAL_64: rushes.trivial(64), FLASH: rushes.flash(64)}, warm_up=0)
        least = [len(people) / rate for rate in found[TRIVIAL_64]]
        yield bench.ratio(f"HTTP: {FLASH}, until the last knows ÷ as many trivial pages", found[FLASH], least, at_most(0.4), unit="s")
        told = [rushes.confirmed] * FEWEST_ROUNDS, [rushes.answers] * FEWEST_ROUNDS
        yield bench.ratio("HTTP: answers the database confirms ÷ answers, every rush", *told, exactly(1), unit="answers")
