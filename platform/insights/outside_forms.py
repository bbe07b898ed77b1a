"""The forms of the outside-voice desk."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insights.outside_files import ENCODINGS, MAX_BYTES, Table
from insights.outside_mapping import DATE_FORMATS, LEAVE_OUT, MAX_COMPANIES, NEW_RIVAL, UNDECIDED, Mapping, companies
from tasks_catalog.models import Provider

ENCODING_NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 (Excel)", "gb18030": "GB18030 (中文)", "cp1250": "Windows-1250 (polski)"}
DELIMITER_NAMES = {",": _("comma ,"), ";": _("semicolon ;"), "\t": _("tab"), "|": _("bar |")}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file, at most 20 MB"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than 20 MB. Split it and upload the parts."))
        return file


class MappingForm(forms.Form):
    """How a file is read: which column means what, and who each company name is."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=[(each, ENCODING_NAMES[each]) for each in ENCODINGS])
    delimiter = forms.ChoiceField(label=_("Columns are parted by"), choices=list(DELIMITER_NAMES.items()))
    provider = forms.ChoiceField(label=_("Company"), required=False)
    constant_provider = forms.ChoiceField(label=_("The company of the whole file"), required=False)
    on = forms.ChoiceField(label=_("Date"), required=False)
    date_format = forms.ChoiceField(label=_("Form of the date"), required=False)
    rating = forms.ChoiceField(label=_("Rating, 1 to 5"), required=False)
    text = forms.ChoiceField(label=_("Words of the review"), required=False)

    def __init__(self, data: Any = None, *, table: Table, mapping: Mapping, providers: Iterable[Provider]) -> None:
        super().__init__(data, initial=mapping.as_json())
        self.mapping = mapping
        columns = [(name, name) for name in table.header]
        known = [(str(provider.pk), provider.name) for provider in providers]
        self._choose("provider", [("", _("no column: one company for the whole file")), *columns])
        self._choose("constant_provider", [("", _("choose a company")), *known])
        for name in ("on", "rating", "text"):
            self._choose(name, [("", _("choose a column")), *columns])
        self._choose("date_format", [("", _("choose a form")), *DATE_FORMATS.items()])
        self.company_names = list(companies(table, mapping.provider))[:MAX_COMPANIES] if mapping.provider else []
        meanings = [(UNDECIDED, _("choose")), *known, (NEW_RIVAL, _("make a new rival")), (LEAVE_OUT, _("leave these rows out"))]
        for number, name in enumerate(self.company_names):
            self.fields[f"company-{number}"] = forms.ChoiceField(
                label=name, choices=meanings, required=False, initial=mapping.providers.get(name, UNDECIDED)
            )

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - all of them are
        field.choices = choices

    @property
    def columns(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("company-")]

    @property
    def company_fields(self) -> list[forms.BoundField]:
        return [self[f"company-{number}"] for number in range(len(self.company_names))]

    def chosen(self) -> Mapping:
        """The reading that the person chose; call it on a valid form."""
        cleaned = dict(self.cleaned_data)
        providers = {name: cleaned.pop(f"company-{number}") for number, name in enumerate(self.company_names)}
        return Mapping(**cleaned, providers=providers)
