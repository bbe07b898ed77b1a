"""A page for members as they will see it on a phone, in each language, on work that is not saved yet."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy
from wagtail.models import Locale
from wagtail_localize.models import String, StringTranslation
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from cms.previews import PREVIEW_CSP
from shared.http import MemberRequest

if TYPE_CHECKING:
    from cms.pages.base import MembersPage

_named: Any = lazy(gettext, str)


def modes_of(page: "MembersPage") -> list[tuple[str, Any]]:
    """First as it is written, then in the other languages, with what is translated so far."""
    own = page.locale.language_code if page.locale_id else settings.LANGUAGE_CODE
    others = [(code, _named(name)) for code, name in settings.LANGUAGES if code != own]
    return [("", gettext_lazy("As it is written")), *others]


def preview(request: MemberRequest, page: "MembersPage", mode: str) -> HttpResponse:
    """The page in the language of the mode, answered in that language to the last word of its frame."""
    language = mode or page.locale.language_code
    seen = in_language(page, language) if mode else page
    with translation.override(language):
        response = seen.answer(request).render()
    response._csp_config = PREVIEW_CSP  # type: ignore[attr-defined]
    return response


def in_language(page: "MembersPage", language: str) -> "MembersPage":
    """What is in the editor, its sentences replaced by the translations that they already have; the others stay as they are."""
    target = Locale.objects.get(language_code=language)
    segments = [segment for segment in extract_segments(page) if isinstance(segment, (StringSegmentValue, TemplateSegmentValue))]
    sentences = [segment for segment in segments if isinstance(segment, StringSegmentValue)]
    known = _known([sentence.string.data for sentence in sentences], page.locale, target)
    for sentence in sentences:
        sentence.string = StringValue(known.get(sentence.string.data, sentence.string.data))
    ingest_segments(page, page, page.locale, target, segments)
    page.locale = target
    return page


def _known(sentences: list[str], source: Locale, target: Locale) -> dict[str, str]:
    """The newest translation of each of these sentences."""
    hashes = {String._get_data_hash(sentence): sentence for sentence in sentences}
    found = StringTranslation.objects.filter(
        translation_of__locale=source, translation_of__data_hash__in=hashes, locale=target, has_error=False
    ).order_by("updated_at")
    return {hashes[data_hash]: data for data_hash, data in found.values_list("translation_of__data_hash", "data")}
