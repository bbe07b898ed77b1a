"""The trees of what members read, one in each language, laid by `setup_site`. Safe to lay twice."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from cms.pages.kinds import GuideIndexPage, HomePage, LegalIndexPage, NewsIndexPage, StoryIndexPage
from cms.pages.translating import translate
from members.rights import ADMINISTRATOR, PROGRAMME_MANAGER

HOME = (_("The programme"), _("What is new, how it is done, and what your points can be."))
SECTIONS: list[tuple[Any, str, str, str]] = [
    (NewsIndexPage, "news", _("News"), _("What happened, and what comes next.")),
    (GuideIndexPage, "guides", _("Guides"), _("Short, useful before a visit. Each ends with a check that costs nothing.")),
    (StoryIndexPage, "stories", _("What points became"), _("Colleagues tell what they exchanged their points for.")),
    (LegalIndexPage, "rules", _("Rules and privacy"), _("What we keep, what we never do, and since when.")),
]
ON_PAGES = {
    PROGRAMME_MANAGER: ("add", "change", "publish"),
    ADMINISTRATOR: ("add", "change", "publish", "lock", "unlock"),
}
ON_PICTURES = ("add_image", "change_image", "choose_image")


@transaction.atomic
def lay_tree() -> HomePage:
    """The home page and its sections in every language, under the rights of those who write them."""
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES]
    home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first() or _add_home()
    _translated(home, *HOME)
    for kind, slug, title, lead in SECTIONS:
        section = kind.objects.child_of(home).first() or _add(home, kind(title=title, slug=slug, lead=lead))
        _translated(section, title, lead)
    site = Site.objects.get(is_default_site=True)
    if site.root_page_id != home.pk:
        site.root_page = home
        site.save()
    for locale in locales:
        _allow(HomePage.objects.get(locale=locale, translation_key=home.translation_key))
    return home


def _add_home() -> HomePage:
    title, lead = HOME
    return _add(Page.get_first_root_node(), HomePage(title=title, slug="programme", lead=lead))


def _add(parent: Page, page: Any) -> Any:
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _translated(page: Any, *texts: str) -> None:
    """In the languages that it is not in yet; what managers wrote since stays as it is."""
    there = set(page.get_translations().values_list("locale__language_code", flat=True))
    for code, _name in settings.LANGUAGES:
        if code != page.locale.language_code and code not in there:
            with translation.override(code):
                words = {text: gettext(text) for text in texts}
            translate(page, language=code, words=words, by=None)


def _allow(home: HomePage) -> None:
    for right, actions in ON_PAGES.items():
        group, _created = Group.objects.get_or_create(name=right)
        for action in actions:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{action}_page")
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtail_localize", codename="submit_translation"))
        for permission in Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=ON_PICTURES):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=Collection.get_first_root_node(), permission=permission)
