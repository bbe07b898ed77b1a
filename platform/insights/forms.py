"""Forms of the desks for pain points and series."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from insights.models import Measure, PainTheme
from shared.translated import Texts
from tasks_catalog.models import Campaign, Touchpoint


class TitleForm(forms.Form):
    """The name of a theme, a field a language; English is enough to begin with."""

    def __init__(self, *args: Any, title: Texts | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                label=name,
                max_length=120,
                required=False,
                initial=(title or {}).get(code, ""),
                widget=forms.TextInput(attrs={"lang": code}),
            )

    @property
    def title(self) -> dict[str, str]:
        texts = {code: str(self.cleaned_data.get(f"title_{code}", "")).strip() for code, _name in settings.LANGUAGES}
        return {code: text for code, text in texts.items() if text}


class MergeForm(TitleForm):
    """Chosen pain points go into a theme, or into a new one."""

    theme = forms.ModelChoiceField(label=_("Theme"), queryset=PainTheme.objects.none(), required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["theme"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = PainTheme.objects.filter(campaign=campaign)


class SeriesForm(forms.Form):
    """One file into one measure, which may be new."""

    measure = forms.ModelChoiceField(
        label=_("Measure"), queryset=Measure.objects.order_by("slug"), required=False, empty_label=_("A new one:")
    )
    name = forms.CharField(label=_("Name of a new measure"), max_length=80, required=False)
    touchpoint = forms.ModelChoiceField(label=_("Touchpoint"), queryset=Touchpoint.objects.order_by("position"), required=False)
    good = forms.ChoiceField(label=_("Good is"), choices=Measure.Direction, initial=Measure.Direction.UP, required=False)
    target = forms.DecimalField(label=_("Target, per cent"), min_value=0, max_value=100, required=False)
    file = forms.FileField(label=_("CSV file"), help_text=_("Columns period (a day such as 2026-09-14), hits, total. At most 2 MB."))
    good_rows_only = forms.BooleanField(label=_("Keep good rows even if others are bad"), required=False)

    MOST = 2 * 1024 * 1024

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.MOST:
            raise forms.ValidationError(_("The file is larger than 2 MB. Split it."))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("measure") and not (cleaned.get("name") or "").strip():
            self.add_error("name", _("Choose a measure, or name a new one."))
        return cleaned
