"""What the style guide's components are filled with."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from home.streak import streak_from
from rewards.badges import BADGES
from rewards.collection import Shown
from seats.selectors import Standing
from tasks_catalog.models import Task
from tasks_catalog.selectors import Offer

SPRITE = settings.BASE_DIR / "static" / "icons.svg"
SOME = list(zip((badge for badge in BADGES if badge.needed == 5), (5, 3, 0), strict=False))
PICTURES = settings.BASE_DIR / "templates" / "illustrations"


def samples(*, now: datetime) -> dict[str, Any]:
    """Unsaved things that look like real ones, and the names of every icon and picture."""
    today = timezone.localdate(now)
    task = Task(
        slug="sample",
        kind=Task.Kind.ROUTINE,
        title={"en": "Where is my new card?", "zh-hans": "新卡寄到哪儿了？", "pl": "Gdzie jest moja nowa karta?"},
        summary={
            "en": "Order a renewal, and see who tells you when it comes.",
            "zh-hans": "申请换卡，看看谁会告诉你什么时候到。",
            "pl": "Zamów wznowienie i sprawdź, kto powie, kiedy przyjdzie.",
        },
        points=80,
        city={"en": "Shanghai", "zh-hans": "上海", "pl": "Szanghaj"},
        minutes=25,
        questions=12,
        photos=2,
        opens_at=now + timedelta(minutes=3),
        closes_at=now + timedelta(days=2),
    )
    hot = Task(slug="sample", kind=Task.Kind.ALL_HANDS, title=task.title, summary=task.summary, points=120, opens_at=task.opens_at)
    standing = Standing(capacity=10, held=4, kept=3, waiting=2)
    return {
        "now": now,
        "offer": Offer(task=task, standing=standing),
        "hot": Offer(task=hot, standing=standing, opens_later=True),
        "streak": streak_from([today - timedelta(weeks=number) for number in (1, 2, 3, 5)], today=today),
        "medals": [Shown(badge.slug, badge.title, badge.how, badge.icon, 5, value, now if value == 5 else None) for badge, value in SOME],
        "icons": sorted(part.partition('"')[0] for part in SPRITE.read_text().split('<symbol id="i-')[1:]),
        "pictures": sorted(path.stem for path in PICTURES.glob("*.html")),
        "themes": ["light", "dark"],
    }
