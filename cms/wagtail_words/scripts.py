"""Texts of Wagtail's and wagtail-localize's scripts, and the catalogues that carry ours beside theirs to the browser."""

from gettext import c2py

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext_noop as _
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

from cms.wagtail_words.marks import ngettext
from members.rights import public

SCRIPT_WORDS = (
    _("(%(number)s new items in this menu)"),
    _("(1 new item in this menu)"),
    _("(New)"),
    _("A network error occurred."),
    _("A server error occurred."),
    _("Applying editor lock"),
    _("Autosave in progress…"),
    _("Blocks"),
    _("Changes have been autosaved."),
    _("Complex"),
    _("Error while sending preview data."),
    _("Fair"),
    _("Good"),
    _("Insert a block"),
    _("Removing editor lock"),
    _("Split block"),
    _("Stopping Synced translation"),
    _("Write something or type ‘/’ to insert a block"),
)
SCRIPT_COUNTED = (
    ngettext("%(num)s error", "%(num)s errors"),
    ngettext("%(num)s min", "%(num)s mins"),
    ngettext("%(num)s pixel", "%(num)s pixels"),
)
COUNTS = range(200)  # Every rule of plurals that there is shows all its forms of whole numbers below this


class Catalogue(JavaScriptCatalog):
    """What the named packages say in scripts; what they lack in the reader's language, we say."""

    def get_catalog(self) -> dict[str, str | list[str]]:
        theirs: dict[str, str | list[str]] = super().get_catalog()
        ours = {word: said for word in SCRIPT_WORDS if (said := translation.gettext(word)) != word}
        counted = {one: self._forms(one, many) for one, many in SCRIPT_COUNTED}
        return ours | {one: forms for one, forms in counted.items() if forms[0] != one} | theirs

    def _forms(self, one: str, many: str) -> list[str]:
        """One text per form, in the order in which their rule of plurals numbers them."""
        form_of = c2py(str(self.get_plural() or "n != 1"))
        found = {form_of(count): translation.ngettext(one, many, count) for count in COUNTS}
        return [found[form] for form in sorted(found)]


_wagtail = Catalogue.as_view(packages=["wagtail.admin"])
_localize = Catalogue.as_view(packages=["wagtail_localize"])


@public
def wagtail_scripts(request: HttpRequest) -> HttpResponseBase:
    """Wagtail's own view of this address, with our words."""
    return get_localized_response(_wagtail, request)


@public
def localize_scripts(request: HttpRequest) -> HttpResponseBase:
    """As wagtail-localize's own view of this address, with our words."""
    return get_localized_response(_localize, request)
