"""Every screen of the employee's app, one line each: what it shows, which view draws it, where it is. A new screen is a new line."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from playwright.sync_api import Page

from home.guide import CHAPTERS
from tests.gates.world import World


@dataclass(frozen=True)
class Screen:
    """`of` is what the view is asked for, or a look into the world that tells; `who`, a name in its `people`, or nobody.

    `ready` is what its scripts draw; `then`, what is done before one looks; `most`, the bytes of its first load,
    `styles` those of its sheets; `languages`, those in which it is looked at.
    """

    view: str = ""
    of: str | Callable[[World], object] | None = None
    who: str = "ada"
    then: Callable[[Page], object] | None = None
    more: str = ""
    ready: str = ""
    status: int = 200
    most: int = 90_000
    styles: int = 12_000
    languages: tuple[str, ...] = ("en", "zh-hans", "pl")

    def address(self, world: World) -> str:
        asked_for = self.of(world) if callable(self.of) else self.of
        return (reverse(self.view, args=[] if asked_for is None else [asked_for]) if self.view else "") + self.more


def confirming(page: Page) -> None:
    page.locator("form[data-confirm] button").first.click()
    page.wait_for_selector("#confirm[open]")


def unfolded(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def _runner(claim: str, number: int, who: str = "ada") -> Screen:
    return Screen(
        "feedback:runner", lambda world: world.claims[claim].pk, who, more=f"#{number}", ready="html[data-runner=ready]", most=120_000
    )


def _chapter(slug: str) -> Screen:
    """For staff: many sheets at once, in the language of the longest words."""
    return Screen("home:styleguide-chapter", slug, who="mo", most=120_000, styles=20_000, languages=("pl",))


SCREENS: dict[str, Screen] = {
    # Today and the tasks
    "today": Screen("home:today"),
    "today, nothing yet": Screen("home:today", who="nina"),
    "today, just arrived": Screen("home:today", who="new"),
    "tasks": Screen("claims:tasks"),
    "tasks near": Screen("claims:tasks", more="?by=near"),
    "tasks new": Screen("claims:tasks", more="?by=new"),
    "tasks by points": Screen("claims:tasks", more="?by=points"),
    "tasks soon over": Screen("claims:tasks", more="?by=soon"),
    "brief": Screen("claims:brief", "open", then=unfolded),
    "brief, confidential": Screen("claims:brief", "secret"),
    "brief, opens later": Screen("claims:brief", "soon"),
    "brief, all taken": Screen("claims:brief", "full"),
    "brief, waiting": Screen("claims:brief", "waiting"),
    # A campaign with colours of its own
    "campaign": Screen("cms:campaign", "plum"),
    "brief in its campaign's colours": Screen("claims:brief", "plum"),
    "door in its campaign's colours": Screen("claims:door", "plum-later"),
    "claim, won, in its campaign's colours": Screen("claims:claim", lambda world: world.claims["pam"].pk, who="pam"),
    "runner in its campaign's colours": _runner("pat", 0, who="pat"),
    # The door and how it ends
    "door, shut": Screen("claims:door", "later"),
    "door, open": Screen("claims:door", "door"),
    "door, waiting": Screen("claims:door", "waiting"),
    "door, gone": Screen("claims:door", "full"),
    "door, lottery": Screen("claims:door", "lottery"),
    "door, lottery, name is in": Screen("claims:door", "asked"),
    "door, not drawn": Screen("claims:door", "lost", who="loser"),
    "claim, drawn": Screen("claims:claim", lambda world: world.claims["drawn"].pk, who="winner"),
    "claim, won": Screen("claims:claim", lambda world: world.claims["held"].pk),
    "claim, given back?": Screen("claims:claim", lambda world: world.claims["held"].pk, then=confirming),
    "claim, begun": Screen("claims:claim", lambda world: world.claims["started"].pk),
    "claim, accepted": Screen("claims:claim", lambda world: world.claims["accept"].pk),
    "claim, rejected": Screen("claims:claim", lambda world: world.claims["reject"].pk),
    "my tasks": Screen("claims:mine"),
    "my tasks, none": Screen("claims:mine", who="nina"),
    "fairness": Screen("seats:fairness", lambda world: world.pool("waiting").pk, then=unfolded),
    "fairness, a draw": Screen("seats:fairness", lambda world: world.pool("lost").pk, who="loser", then=unfolded),
    # The work itself
    "runner, marks": _runner("begun", 0),
    "runner, proof": _runner("begun", 1),
    "runner, pains and ideas": _runner("begun", 2),
    "runner, to be sent": _runner("begun", 3),
    "runner, routed": _runner("every", 0),
    "runner, measured": _runner("every", 2),
    "runner, chosen": _runner("every", 3),
    "runner, on the spot": _runner("every", 4),
    "runner, still missing": _runner("every", 5),
    "drafts": Screen("feedback:drafts"),
    "drafts, none": Screen("feedback:drafts", who="nina"),
    "sent": Screen("feedback:sent", lambda world: world.claims["submitted"].pk),
    "sent and accepted": Screen("feedback:sent", lambda world: world.claims["accept"].pk),
    "returned": Screen("feedback:returned", lambda world: world.claims["return"].pk),
    "findings": Screen("improvement:findings"),
    "findings, none": Screen("improvement:findings", who="nina"),
    # Points
    "wallet": Screen("rewards:wallet"),
    "wallet, empty": Screen("rewards:wallet", who="nina"),
    "redemption, asked for": Screen("rewards:redemption", lambda world: world.redemptions["requested"].pk),
    "redemption, delivered": Screen("rewards:redemption", lambda world: world.redemptions["delivered"].pk),
    "redemption, declined": Screen("rewards:redemption", lambda world: world.redemptions["declined"].pk),
    "redemption, cancelled": Screen("rewards:redemption", lambda world: world.redemptions["cancelled"].pk),
    "shop": Screen("rewards:shop"),
    "shop, nothing of a kind": Screen("rewards:shop", more="?kind=training"),
    "benefit": Screen("rewards:benefit", "gift-requested"),
    "benefit, too dear": Screen("rewards:benefit", "dear"),
    "red packet, open": Screen("rewards:red_packet", lambda world: world.packets["open"].pk),
    "red packet, soon": Screen("rewards:red_packet", lambda world: world.packets["soon"].pk),
    "red packet, mine": Screen("rewards:red_packet", lambda world: world.packets["mine"].pk),
    "red packet, gone": Screen("rewards:red_packet", lambda world: world.packets["gone"].pk),
    "standings": Screen("rewards:standings"),
    "standings of teams": Screen("rewards:standings", more="?board=teams"),
    "standings, none yet": Screen("rewards:standings", who="nina"),
    "standings by quality": Screen("rewards:standings", more="?board=quality"),
    "medals": Screen("rewards:medals"),
    "medals, none yet": Screen("rewards:medals", who="nina"),
    "medal": Screen("rewards:medal", "visits-1"),
    # Becoming a tester
    "invitation": Screen("recruitment:invite", "round-open"),
    "rounds": Screen("recruitment:rounds"),
    "round, open": Screen("recruitment:round", "round-open"),
    "round, later": Screen("recruitment:round", "round-later"),
    "round, in": Screen("recruitment:round", "round-in"),
    "quiz": Screen("recruitment:quiz", "round-quiz"),
    "quiz, done": Screen("recruitment:quiz", "round-done"),
    # What is told
    "home of the pages": Screen("wagtail_serve", ""),
    "guides": Screen("wagtail_serve", "guides/"),
    "guide": Screen("wagtail_serve", "guides/guide/"),
    "news": Screen("wagtail_serve", "news/news/"),
    "search": Screen("cms:search", more="?q=card"),
    "search, nothing found": Screen("cms:search", more="?q=zzzz"),
    # Me
    "what is told where": Screen("notifications:choices"),
    "inbox": Screen("notifications:inbox"),
    "inbox, empty": Screen("notifications:inbox", who="nina"),
    "me": Screen("home:me"),
    "name": Screen("home:name"),
    "welcome": Screen("members:welcome", who="new"),
    "agreement": Screen("members:agreement", "conduct"),
    "agreement, to be read": Screen("members:agreement", "confidentiality"),
    "password": Screen("account_change_password"),
    "second step": Screen("mfa_index"),
    "signing out": Screen("account_logout"),
    # Before one is in
    "sign-in": Screen("account_login", who="", then=unfolded),
    "sign-in by code": Screen("account_request_login_code", who=""),
    "new account": Screen("account_signup", who=""),
    "forgotten password": Screen("account_reset_password", who=""),
    # What went wrong
    "no network": Screen("home:offline"),
    "403": Screen(more="/gates/403/", status=403),
    "404": Screen(more="/no-such-page/", status=404),
    "404 of a guest": Screen(more="/no-such-page/", who="", status=404),
    "429": Screen(more="/gates/429/", status=429),
    "500": Screen(more="/gates/500/", status=500),
    "503": Screen(more="/gates/503/", status=503),
    # For those who build
    **{f"style guide, {one.slug}": _chapter(one.slug) for one in CHAPTERS},
}
# What is opened on the way, on any phone and in any network.
ON_THE_WAY = [
    "today",
    "tasks",
    "brief",
    "door, open",
    "claim, won",
    "runner, marks",
    "drafts",
    "returned",
    "findings",
    "wallet",
    "shop",
    "standings",
    "medals",
    "round, open",
    "inbox",
    "me",
]
# Views that a member may open and that are no screen, each with its reason.
NO_SCREEN = {
    "home:data": "a file",
    "home:favicon": "a picture",
    "notifications:follow": "leads on",
    "claims:time": "the server's clock",
    "seats:script": "a file",
    "seats:record": "a file",
    "rewards:statement": "a file",
    "feedback:check": "for the runner",
    "feedback:photo": "a picture",
    "feedback:photo-small": "a picture",
    "improvement:action": "a desk's page, shown to whom it concerns",
    "cms:theme": "a style sheet",
    "wagtail_scripts": "for scripts",
    "cms:localize_scripts": "for scripts",
    "cms:picture": "a picture",
    "home:worker": "a script",
    "home:manifest": "a file",
    "recruitment:card": "a picture",
    "members:messenger_config": "for a script",
    "operations:demo": "of the demonstration only",
    "operations:mail": "of the demonstration only",
}
