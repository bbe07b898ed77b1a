"""News in the inbox: once, to whom its author chose, each in their language."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from cms.pages.kinds import NewsPage
from cms.pages.reading import each_once
from members.models import Member
from members.rights import SUPER_MANAGER, TESTER
from notifications.outbox import send_later
from notifications.services import tell_many

LONGEST_ADDRESS = 200  # of a note


def tell_later(page: NewsPage, *, now: datetime) -> None:
    """Have a published page's readers told, unless they were told already; its translations are the same news."""
    same_news = NewsPage.objects.filter(translation_key=page.translation_key)
    if page.tell == NewsPage.Tell.NOBODY or same_news.exclude(told_at=None).exists():
        return
    same_news.update(told_at=now)
    page.told_at = now
    send_later(task="cms.tasks.tell_news", arguments={"page_id": page.pk}, now=now)


def tell_news(*, page_id: int, now: datetime) -> int:
    """Put a note into each reader's inbox, with the title in their language where it is translated; returns how many were meant."""
    page = NewsPage.objects.live().filter(pk=page_id).first()
    if page is None:
        return 0
    readers = list(_readers(page))
    texts = list(NewsPage.objects.live().filter(translation_key=page.translation_key).select_related("locale"))
    tell_many(
        bodies={reader: lazy(_body, str)(texts) for reader in readers},
        kind="news",
        reference=f"news:{page.translation_key}",
        title=lazy(_title, str)(texts),
        url=_address(page),
        action=_("Read it"),
        now=now,
    )
    return len(readers)


def _readers(page: NewsPage) -> QuerySet[Member]:
    readers = Member.objects.filter(is_active=True, left_at=None)
    if page.tell == NewsPage.Tell.TESTERS:
        readers = readers.filter(groups__name__in=[TESTER, SUPER_MANAGER])
    for kept in page.get_view_restrictions().filter(restriction_type=PageViewRestriction.GROUPS):
        readers = readers.filter(Q(is_superuser=True) | Q(groups__in=kept.groups.all()))
    return readers.distinct()


def _title(texts: list[Any]) -> str:
    return str(each_once(texts)[0].title)


def _body(texts: list[Any]) -> str:
    return str(each_once(texts)[0].lead)


def _address(page: NewsPage) -> str:
    """Its page; where the address is too long for a note, the list that it stands in."""
    address = page.get_url() or reverse("wagtail_serve", args=[""])
    return address if len(address) <= LONGEST_ADDRESS else page.get_parent().get_url() or reverse("wagtail_serve", args=[""])
