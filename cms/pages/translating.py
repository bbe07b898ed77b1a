"""Pages in other languages, made by wagtail-localize: a page's sentences and what each is in a language."""

from collections.abc import Mapping
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from members.models import Member


def translate(page: Any, *, language: str, words: Mapping[str, str], by: Member | None) -> Any:
    """Put a page into a language by its sentences, and publish it; refuses with MissingTranslationError when one is missing."""
    locale = Locale.objects.get(language_code=language)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.select_related("string"):
        if segment.string.data in words:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context_id=segment.context_id,
                defaults={
                    "data": words[segment.string.data],
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "last_translated_by": by,
                },
            )
    # Published here and not by them, who wait for the transaction's end.
    translated, _created = source.create_or_update_translation(locale, user=by, publish=False)
    translated.get_latest_revision().publish(user=by)
    translated.refresh_from_db()
    return translated
