"""The last screen of `make demo`: addresses, sign-ins, and a code for the phone."""

import io
from urllib.parse import urlsplit

import segno
from django.conf import settings
from rich.console import Console
from rich.table import Table
from wagtail.models import Site

from operations.demo.places import Place
from operations.simulation.people import DEMO_SIGN_INS


def welcome(console: Console, place: Place, *, seconds: float | None) -> None:
    console.print("\n[bold green]Firsthand is ready[/]" + (f" after {seconds:.0f} s." if seconds is not None else ".") + "\n")
    console.print(_addresses(place))
    console.print(_sign_ins(), width=max(console.width, 110))
    if place.is_open:
        console.print(f"For a phone in the same network: [bold]{place.phone_url}[/]")
    else:
        console.print("Only this machine gets here. For phones in the same network: [bold]make demo HOST=0.0.0.0[/]")
    code = io.StringIO()
    segno.make(place.phone_url + "/", error="m").terminal(out=code, compact=True, border=2)
    print(code.getvalue(), flush=True)
    console.print("Ctrl-C stops everything; `make demo` goes on from there, `make demo RESET=1` begins anew.")


def links_lead_here() -> None:
    """Links in mails lead to where this start serves."""
    place = urlsplit(settings.PUBLIC_URL)
    Site.objects.filter(is_default_site=True).update(hostname=place.hostname, port=place.port or 80)
    Site.clear_site_root_paths_cache()


def _addresses(place: Place) -> Table:
    table = Table("Address", "What is there", title="Where", title_justify="left")
    for path, what in [
        ("/", "the app, phone first"),
        ("/demo/", "sign in as anybody with one tap"),
        ("/demo/mail/", "every mail that would have been sent"),
        ("/desk/", "the desks: review, pain points, figures, reports, actions"),
        ("/manage/", "where programme managers write"),
        ("/readyz", "what works"),
    ]:
        table.add_row(f"[bold]{place.phone_url}{path}[/]", what)
    return table


def _sign_ins() -> Table:
    table = Table(title="Sign in as", title_justify="left")
    table.add_column("Role")
    table.add_column("E-mail", no_wrap=True)
    table.add_column("Password", no_wrap=True)
    table.add_column("What to look at")
    for person in DEMO_SIGN_INS:
        table.add_row(person["role"], person["email"], person["password"], person["what"])
    return table
