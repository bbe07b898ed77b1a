"""Campaigns and briefs carry their languages in themselves: nobody is offered to translate them as pages."""

from typing import Any

from wagtail import hooks
from wagtail.models import Page
from wagtail_localize import wagtail_hooks as localize

from cms.pages.base import MembersPage


def offer_translation(page: Page, user: Any, view_name: str | None = None, next_url: str | None = None) -> Any:
    """What wagtail-localize offers, for the pages that are translated by it."""
    specific = page.specific_class
    if specific is not None and issubclass(specific, MembersPage):
        yield from localize.page_listing_more_buttons(page, user, view_name, next_url)


def _in_its_place(hook: str) -> None:
    """Wagtail has no hook that takes a button out of a page's header."""
    kept = [(given, order) for given, order in hooks._hooks.get(hook, []) if given is not localize.page_listing_more_buttons]
    hooks._hooks[hook] = [*kept, (offer_translation, 0)]


for _hook in ("register_page_header_buttons", "register_page_listing_more_buttons"):
    _in_its_place(_hook)
