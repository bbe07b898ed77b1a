"""How authors type texts in several languages, and what stands between a brief and its publication."""

import itertools
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.models import Page

from cms.library import with_sets_copied_in
from shared.translated import TranslatedField, in_language
from tasks_catalog.models import Provider

DUTY_LABELS = {
    "compare": gettext_lazy("Compare"),
    "voice": gettext_lazy("Voice"),
    "pain": gettext_lazy("Pain points"),
    "think": gettext_lazy("Ideas"),
}


class TranslatedWidget(forms.MultiWidget):
    """One input for each language, side by side."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, long: bool = False) -> None:
        make = forms.Textarea if long else forms.TextInput
        rows = {"rows": 3} if long else {}
        inputs = {code: make({"lang": code, "placeholder": name, "aria-label": name, **rows}) for code, name in settings.LANGUAGES}
        super().__init__({code.replace("-", "_"): widget for code, widget in inputs.items()}, attrs)

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(code, "") for code, _name in settings.LANGUAGES]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html('<div class="fh-languages">{}</div>', super().render(name, value, attrs, renderer))


class TranslatedFormField(forms.MultiValueField):
    """Gives `{"en": …, "zh-hans": …, "pl": …}` with only what was written."""

    widget = TranslatedWidget

    def __init__(self, *, encoder: Any = None, decoder: Any = None, **kwargs: Any) -> None:
        del encoder, decoder  # the model field is JSON; its form field never is
        fields = tuple(forms.CharField(required=False) for _language in settings.LANGUAGES)
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        written = zip((code for code, _name in settings.LANGUAGES), data_list or [], strict=False)
        return {code: text for code, text in written if text}


register_form_field_override(TranslatedField, override={"form_class": TranslatedFormField})


def missing_languages(texts: Mapping[str, str]) -> list[str]:
    return [str(name) for code, name in settings.LANGUAGES if not texts.get(code)]


class NamedChoices:
    """Choices among our things show the name in the author's language, not the short name."""

    fields: dict[str, forms.Field]

    def name_choices(self) -> None:
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.label_from_instance = label_of  # type: ignore[method-assign, assignment]


def label_of(thing: Model) -> str:
    name = getattr(thing, "name", "")
    return in_language(name) if isinstance(name, dict) else str(thing)


class ProgrammePageForm(NamedChoices, WagtailAdminPageForm):
    """Drafts may be incomplete; what is published speaks every language and breaks no rule."""

    complete_texts: tuple[str, ...] = ("headline", "lead")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_choices()

    def clean(self) -> dict[str, Any]:
        cleaned = cast("dict[str, Any]", super().clean())
        if "slug" not in self.fields and self.instance.first_published_at is None:
            self.instance.slug = self._free_address(cleaned.get("headline") or {})  # until it is published, it follows the title
        if not self.is_deferred_validation:
            for name in self.complete_texts:
                self._ask_for_languages(name, cleaned.get(name) or {})
            self.judge(cleaned)
        return cleaned

    def _free_address(self, headline: Mapping[str, str]) -> str:
        base = slugify(headline.get("en", ""))[:40] or str(self.instance._meta.model_name)
        candidates = itertools.chain([base], (f"{base}-{n}" for n in itertools.count(2)))
        return next(slug for slug in candidates if Page._slug_is_available(slug, self.parent_page, self.instance))

    def judge(self, cleaned: dict[str, Any]) -> None:
        """Find what breaks a rule of the programme; called only when the page is about to be published or submitted."""

    def _ask_for_languages(self, name: str, texts: Mapping[str, str]) -> None:
        missing = missing_languages(texts)
        untouched = not texts and not self.fields[name].required
        if missing and not untouched and name not in self.errors:
            self.add_error(name, _("The text is missing in: %(languages)s.") % {"languages": ", ".join(missing)})


class CampaignPageForm(ProgrammePageForm):
    complete_texts = ("headline", "lead", "coin_name", "tester_title", "leader_title")
    show_schedule_publishing_toggle = False  # Wagtail's dialog is hard to find; the hours stand in the tab “Schedule”

    def judge(self, cleaned: dict[str, Any]) -> None:
        from cms.readiness import problems_of_campaign

        for name, error in problems_of_campaign(page=self.instance, cleaned=cleaned):
            self.add_error(name if name in self.fields else None, error)


class TaskBriefPageForm(ProgrammePageForm):
    complete_texts = ("headline", "lead", "persona", "city")
    waived_duties = forms.MultipleChoiceField(
        choices=list(DUTY_LABELS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Duties that this brief waives"),
        help_text=gettext_lazy("A submission meets all four duties unless you waive one here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:  # what nearly every brief compares: ourselves and all rivals
            self.initial["providers"] = list(Provider.objects.exclude(kind=Provider.Kind.OTHER))

    def clean(self) -> dict[str, Any]:
        questions = self.cleaned_data.get("questions")
        if questions and any(child.block_type == "question_set" for step in questions for child in step.value["questions"]):
            raw = with_sets_copied_in(questions.get_prep_value())
            self.cleaned_data["questions"] = questions.stream_block.to_python(raw)
        return super().clean()

    def judge(self, cleaned: dict[str, Any]) -> None:
        from cms.briefs import problems_of_form

        if "questions" not in cleaned:
            return
        for name, error in problems_of_form(page=self.instance, parent=self.parent_page, cleaned=cleaned):
            self.add_error(name if name in self.fields else None, error)
