"""What the style guide's components are filled with."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from home.sheets import colours_of
from home.streak import streak_from
from improvement.rings import rings
from members.forms import NameForm
from rewards.badges import BADGES, LEVELS
from rewards.collection import Shown
from seats.selectors import Standing
from tasks_catalog.models import Task
from tasks_catalog.selectors import Offer

SPRITE = settings.BASE_DIR / "static" / "icons.svg"
SOME = list(zip((badge for badge in BADGES if badge.needed == 5), (5, 3, 0), strict=False))
PICTURES = settings.BASE_DIR / "templates" / "illustrations"


TEXTS: dict[str, Any] = {
    "title": {"en": "Where is my new card?", "zh-hans": "新卡寄到哪儿了？", "pl": "Gdzie jest moja nowa karta?"},
    "summary": {
        "en": "Order a renewal, and see who tells you when it comes.",
        "zh-hans": "申请换卡，看看谁会告诉你什么时候到。",
        "pl": "Zamów wznowienie i sprawdź, kto powie, kiedy przyjdzie.",
    },
}
LONG: dict[str, Any] = {
    "title": {
        "en": "Where is my new card, and who tells me when it reaches the most improbable of all correspondence addresses?",
        "zh-hans": "新卡寄到哪儿了？看看寄往最偏远的通信地址时，谁会告诉我什么时候到",
        "pl": "Gdzie jest moja nowa karta i kto powie mi, kiedy dotrze pod najnieprawdopodobniejszy adres korespondencyjny?",
    },
    "summary": {
        "en": "Order a renewal to an address that nobody expects, and note everybody who tells you anything about when it comes.",
        "zh-hans": "申请把新卡寄到谁也想不到的地址，记下每一个告诉你什么时候到的人，一个也别漏。",
        "pl": "Zamów wznowienie pod najmniej spodziewany adres i zapisz, kto zawiadomi Cię o przewidywanym terminie dostarczenia.",
    },
}


class CodeForm(forms.Form):
    """What is asked for after a mail with a code."""

    code = forms.CharField(label=pgettext_lazy("sign-in", "Code"), initial="4KQ7WT", required=False)


def samples(*, now: datetime) -> dict[str, Any]:
    """Unsaved things that look like real ones, each in several states, and the names of every colour, icon and picture."""
    today = timezone.localdate(now)
    some, none = Standing(capacity=10, held=4, kept=3, waiting=2), Standing(capacity=3, held=1, kept=2, waiting=22)
    return {
        "now": now,
        "long": LONG,
        "offer": Offer(task=_task(now), standing=some),
        "full": Offer(task=_task(now, kind=Task.Kind.DYNAMIC, **LONG), standing=none),
        "drawn": Offer(task=_task(now, draws_at=now + timedelta(hours=5)), standing=some),
        "hot": Offer(task=_hot(now), standing=some, opens_later=True),
        "hot_open": Offer(task=_hot(now, **LONG), standing=Standing(capacity=10, held=4, kept=5, waiting=0)),
        "hot_drawn": Offer(task=_hot(now, draws_at=now + timedelta(hours=5)), standing=some),
        "streak": streak_from([today - timedelta(weeks=number) for number in (1, 2, 3, 5)], today=today),
        "medals": [Shown(badge.slug, badge.title, badge.how, badge.icon, 5, value, now if value == 5 else None) for badge, value in SOME],
        "levels": LEVELS,
        "rings": rings(grown=5),
        "nps": range(11),
        "sides": ["", " rival"],
        "picture": static("icons/app-192.png"),
        "colours": colours_of(),
        "icons": sorted(part.partition('"')[0] for part in SPRITE.read_text().split('<symbol id="i-')[1:]),
        "pictures": sorted(path.stem for path in PICTURES.glob("*.html")),
        "looks": [(theme, _forms(theme)) for theme in ("light", "dark")],
    }


def _forms(theme: str) -> dict[str, forms.BaseForm]:
    """Not filled in, filled in wrongly, and the one for a code; no two fields of a page have the same id."""
    return {
        "empty": NameForm(auto_id=f"{theme}-empty-%s"),
        "wrong": NameForm({"board_name": "alias"}, auto_id=f"{theme}-wrong-%s"),
        "code": CodeForm(auto_id=f"{theme}-code-%s"),
        "address": NameForm(auto_id=f"{theme}-address-%s"),
    }


def _task(now: datetime, **other: Any) -> Task:
    known: dict[str, Any] = {"slug": "sample", "kind": Task.Kind.ROUTINE, "points": 80, "minutes": 25, "questions": 12, "photos": 2}
    times = {"opens_at": now + timedelta(minutes=3), "closes_at": now + timedelta(days=2)}
    return Task(**known | TEXTS | times | {"city": {"en": "Shanghai", "zh-hans": "上海", "pl": "Szanghaj"}} | other)


def _hot(now: datetime, **other: Any) -> Task:
    return _task(now, **{"kind": Task.Kind.ALL_HANDS, "points": 120} | other)
