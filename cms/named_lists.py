"""Lists and editors of what is named in every language."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView

from shared.translated import in_language


def called(thing: Any) -> str:
    """What its reader calls it."""
    return in_language(getattr(thing, "name", None) or thing.title)


def _told(sentence: Any, thing: Any) -> str:
    return str(capfirst(sentence % {"object": called(thing), "model_name": thing._meta.verbose_name}))


class NamedIndexView(IndexView):
    """First comes the name in the reader's language, which leads to the editor; then what `list_display` says, a short name last."""

    @cached_property
    def columns(self) -> list[Column]:
        linked = self._get_title_column_class(TitleColumn)
        name = linked(
            "name", label=_("Name"), accessor=called, get_url=lambda thing: self.get_edit_url(thing) or self.get_inspect_url(thing)
        )
        return [name, *super().columns]

    def _get_title_column(self, field_name: str, *_args: Any, **_kwargs: Any) -> Column:
        """Wagtail would make a link of the first field, and none at all when that is a column."""
        return self._get_custom_column(field_name)


class NamedCreateView(CreateView):
    def get_success_message(self, instance: Any) -> str:
        return _told(self.success_message, instance)


class NamedEditView(EditView):
    def get_page_subtitle(self) -> str:
        return called(self.object)

    def get_success_message(self) -> str:
        return _told(self.success_message, self.object)


class NamedDeleteView(DeleteView):
    def get_page_subtitle(self) -> str:
        return called(self.object)
