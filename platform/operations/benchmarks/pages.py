"""The section pages: what members open most, at the sizes of years, against a page that says one word; and the memory it takes."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.utils import timezone

from members.models import Member
from members.rights import TESTER, grant
from operations.benchmarks import authoring, phone
from operations.benchmarks.people import make_members, sign_in
from operations.benchmarks.rounds import Ratio, at_most, milliseconds
from operations.benchmarks.scene_members import EACH, Regular, live
from operations.benchmarks.scene_tasks import make_catalogue, make_departments
from operations.benchmarks.sections import Bench
from operations.benchmarks.web import Site, request, serving
from operations.demo.statics import collect_static

TASKS, TRANSFERS = 10_000, 10_000
REGULARS, CROWD = 4, 500
TRIVIAL = "/bench/trivial/"
ROUNDS, CALLS = 11, 9
FIRST, ALL, READINGS = 100, 10_000, 5  # requests before the first look at the memory, and before the last; looks at the end
AT_ONCE = 100


@dataclass(frozen=True)
class Scene:
    """Members with a past, signed in, and the addresses they open; the first one's purse is the fullest."""

    regulars: list[Regular]
    cookies: list[str]
    brief: str
    door: str

    def pages_of(self, number: int) -> dict[str, str]:
        one = self.regulars[number]
        return {
            "Today": "/",
            f"task list with {TASKS:,} open tasks": "/tasks/",
            "task list, by points": "/tasks/?by=points",
            "brief": f"/tasks/{self.brief}/",
            "flash door before it opens": f"/tasks/{self.door}/door/",
            "runner": f"/do/{one.started}/",
            f"wallet with {TRANSFERS:,} transfers": "/wallet/",
        }

    @property
    def shown_on_a_phone(self) -> dict[str, str]:
        """What a member opens on the way."""
        work = {"brief": f"/tasks/{self.brief}/", "runner": f"/do/{self.regulars[0].started}/"}
        return {"Today": "/", "task list": "/tasks/", **work, "wallet": "/wallet/"}


def measure(bench: Bench) -> Iterator[Ratio]:
    scene = _scene(bench)
    if trouble := collect_static(os.environ):
        raise RuntimeError(trouble)
    get = _browser(scene.cookies[0])
    for name, address in scene.pages_of(0).items():
        found = bench.alternate(
            {
                name: milliseconds(lambda address=address: get(address), times=CALLS),  # type: ignore[misc]
                "trivial page": milliseconds(lambda: get(TRIVIAL), times=CALLS),
            },
            rounds=ROUNDS,
            warm_up=3,
        )
        yield bench.ratio(f"{name} ÷ trivial signed-in page, server time", found[name], found["trivial page"], at_most(6), unit="ms")
    yield from authoring.measure(bench)
    connection.close()
    yield from phone.measure(bench, scene.shown_on_a_phone, scene.cookies[0])
    yield _memory(bench, scene)


@transaction.atomic
def _build() -> Scene:
    now = timezone.now()
    departments, people = make_departments(8), make_members(REGULARS + CROWD)
    for number, person in enumerate(people):
        person.department = departments[number % len(departments)]
        person.nickname = f"Member {number}"
    Member.objects.bulk_update(people, ["department", "nickname"])
    members, crowd = people[:REGULARS], people[REGULARS:]
    catalogue = make_catalogue(TASKS, departments=departments, crowd=crowd, now=now)
    open_ones = iter(catalogue.tasks[1:])
    regulars = []
    for number, member in enumerate(members):
        grant(member=member, right=TESTER)
        tasks, transfers = list(islice(open_ones, EACH)), TRANSFERS if number == 0 else TRANSFERS // 20
        regulars.append(live(member, tasks, catalogue=catalogue, reviewer=crowd[0], transfers=transfers, now=now))
    sessions = sign_in(members)
    cookies = [f"{settings.SESSION_COOKIE_NAME}={sessions[member.pk]}" for member in members]
    return Scene(regulars, cookies, brief=next(open_ones).slug, door=catalogue.tasks[0].slug)


def _scene(bench: Bench) -> Scene:
    bench.tell(f"pages: {TASKS:,} open tasks, {TRANSFERS:,} transfers …")
    scene = _build()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum has done in a programme of this age
    return scene


def _into(said: list[str]) -> Any:
    """A `start_response` that notes the status."""
    return lambda status, _headers, _trouble=None: said.append(status)


def _browser(cookies: str) -> Callable[[str], None]:
    """Asks the application as the server does, without a line in between."""
    application = get_wsgi_application()

    def get(address: str) -> None:
        path, _, query = address.partition("?")
        said: list[str] = []
        answer: Any = application(_environ(path, query, cookies), _into(said))
        try:
            for _part in answer:
                pass
        finally:
            answer.close()
        if said != ["200 OK"]:
            raise RuntimeError(f"{address} answered {said}.")

    return get


def _environ(path: str, query: str, cookies: str) -> dict[str, object]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_COOKIE": cookies,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _memory(bench: Bench, scene: Scene) -> Ratio:
    """Of all workers of the real server together, after many requests of several members, mixed."""
    with serving(bench) as site:
        asked = cycle(_mixed(scene))
        _ask(site, list(islice(asked, FIRST)))
        before = _resident(site)
        done = FIRST
        while done < ALL - READINGS * AT_ONCE:
            bench.tell(f"pages, memory: {done:,} of {ALL:,} requests")
            some = min(10 * AT_ONCE, ALL - READINGS * AT_ONCE - done)
            _ask(site, list(islice(asked, some)))
            done += some
        after = []
        for _reading in range(READINGS):
            _ask(site, list(islice(asked, AT_ONCE)))
            after.append(_resident(site))
    name = f"memory of the web workers after {ALL:,} mixed requests ÷ after {FIRST}"
    return bench.ratio(name, after, [before] * READINGS, at_most(1.2), unit="MiB")


def _mixed(scene: Scene) -> list[bytes]:
    more = ["/inbox/", "/me/", "/claims/", "/shop/", "/tasks/?by=new", "/tasks/?by=soon", TRIVIAL]
    return [
        request("GET", address, cookies=scene.cookies[number])
        for number, one in enumerate(scene.regulars)
        for address in (*scene.pages_of(number).values(), *more, f"/claims/{one.held}/")
    ]


def _ask(site: Site, requests: list[bytes]) -> None:
    answers = site.rush(requests, connections=4).answers
    if wrong := {answer: count for answer, count in answers.items() if not answer.startswith("200")}:
        raise RuntimeError(f"Not every page was shown: {wrong}.")


def _resident(site: Site) -> float:
    """MiB of the workers' own memory, shared pages counted for each."""
    statuses = [Path(f"/proc/{pid}/status").read_text() for pid in site.worker_pids()]
    if not statuses:
        raise RuntimeError("The server has no worker processes to look at.")
    return sum(int(line.split()[1]) for status in statuses for line in status.splitlines() if line.startswith("VmRSS")) / 1024
