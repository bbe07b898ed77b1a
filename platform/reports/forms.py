"""A person's words for a draft, in each language."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from reports.models import Report
from shared.translated import Texts


class WordsForm(forms.Form):
    """Headline and answer, a field a language."""

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            lines = forms.Textarea(attrs={"rows": 2, "lang": code})
            self.fields[f"headline_{code}"] = forms.CharField(
                label=_("Headline, %(language)s") % {"language": name},
                max_length=200,
                required=code == settings.LANGUAGE_CODE,
                initial=report.headline.get(code, ""),
                widget=lines,
            )
            self.fields[f"answer_{code}"] = forms.CharField(
                label=_("Answer under it, %(language)s") % {"language": name},
                max_length=800,
                required=False,
                initial=report.answer.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 4, "lang": code}),
            )

    @property
    def headline(self) -> Texts:
        return self._texts("headline")

    @property
    def answer(self) -> Texts:
        return self._texts("answer")

    def _texts(self, part: str) -> Texts:
        texts = {code: self.cleaned_data.get(f"{part}_{code}", "").strip() for code, _name in settings.LANGUAGES}
        return {code: text for code, text in texts.items() if text}
