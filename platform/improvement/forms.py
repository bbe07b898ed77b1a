"""The forms of the action board and the joint review."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from improvement.models import Finding
from improvement.services import NewAction
from improvement.services.re_experience import first_wave, provable_questions
from insights.models import Measure
from members.models import Department, Member
from members.rights import DEPARTMENT_OWNER
from shared.translated import in_language
from tasks_catalog.models import Campaign

_DAY = {"type": "date"}
_MOMENT = {"type": "datetime-local"}


class DepartmentChoice(forms.ModelChoiceField[Department]):
    def label_from_instance(self, department: Department) -> str:
        return in_language(department.name)


class OwnerChoice(forms.ModelChoiceField[Member]):
    def label_from_instance(self, member: Member) -> str:
        return f"{member.called} · {in_language(member.department.name)}" if member.department else member.called


class CampaignChoice(forms.ModelChoiceField[Campaign]):
    def label_from_instance(self, campaign: Campaign) -> str:
        return in_language(campaign.title)


class ActionForm(forms.Form):
    """Who does what by when, and the one thing that will prove it."""

    title = forms.CharField(label=_("What will be done"), max_length=160, widget=forms.Textarea(attrs={"rows": 2}))
    department = DepartmentChoice(label=_("Department"), queryset=Department.objects.none())
    owner = OwnerChoice(label=_("Owner"), queryset=Member.objects.none())
    due = forms.DateField(label=_("By"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    proof = forms.ChoiceField(label=_("Proven by"))
    expected = forms.DecimalField(
        label=_("Change expected"),
        required=False,
        max_digits=8,
        decimal_places=4,
        help_text=_("In points of the scale; for shares in percentage points. Write −5 where less is better."),
    )
    needed = forms.IntegerField(
        label=_("Accepted re-experiences needed"), min_value=2, max_value=500, initial=5, help_text=_("For an operational figure: periods.")
    )

    def __init__(self, data: Any = None, *, finding: Finding, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._of("department", Department.objects.order_by("code"))
        owners = Member.objects.filter(Q(groups__name=DEPARTMENT_OWNER) | Q(owned_departments__isnull=False), left_at=None)
        self._of("owner", owners.select_related("department").distinct().order_by("nickname", "pk"))
        self.shares: set[str] = set()  # proofs that are counted in shares, so written in percentage points
        self.measures = {f"measure:{measure.pk}": measure for measure in Measure.objects.order_by("slug")}
        proof = self.fields["proof"]
        assert isinstance(proof, forms.ChoiceField)  # noqa: S101 - declared above
        proof.choices = [("", _("choose")), *self._question_choices(finding), *self._measure_choices()]
        self.initial.setdefault("department", finding.theme.touchpoint.owner_id)
        self.initial.setdefault("owner", finding.theme.touchpoint.owner.owner_id)

    def _of(self, name: str, queryset: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = queryset

    def _question_choices(self, finding: Finding) -> list[tuple[str, str]]:
        task = first_wave(finding)
        found = []
        for question in provable_questions(task) if task else []:
            label = in_language(question["label"])
            if question["type"].startswith("select"):
                found += [
                    (f"question:{question['name']}:{choice['name']}", f"{label}: {in_language(choice['label'])}")
                    for choice in question.get("choices", [])
                ]
                self.shares |= {key for key, _label in found if key.startswith(f"question:{question['name']}:")}
            else:
                scale = question.get("scale", "")
                found.append((f"question:{question['name']}:", f"{label} ({scale.upper()})" if scale else label))
                self.shares |= {found[-1][0]} if scale == "csat" else set()
        return found

    def _measure_choices(self) -> list[tuple[str, str]]:
        self.shares |= set(self.measures)
        return [(key, in_language(measure.name)) for key, measure in self.measures.items()]

    def new_action(self) -> NewAction:
        """What was written, ready to propose; call it on a valid form."""
        cleaned = self.cleaned_data
        kind, _colon, rest = cleaned["proof"].partition(":")
        question, _colon, choice = rest.partition(":") if kind == "question" else ("", "", "")
        measure = self.measures[cleaned["proof"]] if kind == "measure" else None
        expected = cleaned["expected"]
        if expected is not None and cleaned["proof"] in self.shares:
            expected /= 100
        return NewAction(
            title={get_language() or "en": cleaned["title"].strip()},
            department=cleaned["department"],
            owner=cleaned["owner"],
            due=cleaned["due"],
            question=question,
            choice=choice,
            measure=measure,
            expected=expected,
            needed=cleaned["needed"],
        )


class DecisionForm(ActionForm):
    """A way for the finding; an action with it, unless none is wanted now."""

    way = forms.ChoiceField(label=_("Way"), choices=Finding.Way.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note for the minutes"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    without_action = forms.BooleanField(label=_("No new action"), required=False)

    def __init__(self, data: Any = None, *, finding: Finding, **kwargs: Any) -> None:
        super().__init__(data, finding=finding, **kwargs)
        if data and data.get("without_action"):
            for name in ("title", "department", "owner", "due", "proof", "needed"):
                self.fields[name].required = False


class ShipForm(forms.Form):
    on = forms.DateField(label=_("Customers have it since"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not"),
        max_length=300,
        help_text=_("The testers who found this will read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReExperienceForm(forms.Form):
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=5000)
    opens_at = forms.DateTimeField(label=_("Opens"), widget=forms.DateTimeInput(attrs=_MOMENT, format="%Y-%m-%dT%H:%M"))
    closes_at = forms.DateTimeField(label=_("Closes"), required=False, widget=forms.DateTimeInput(attrs=_MOMENT, format="%Y-%m-%dT%H:%M"))


class ReviewForm(forms.Form):
    """Calls a joint review."""

    campaign = CampaignChoice(label=_("Campaign"), queryset=Campaign.objects.none())
    title = forms.CharField(label=_("Title"), max_length=120)
    held_on = forms.DateField(label=_("Held on"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"held_on": today})
        campaign = self.fields["campaign"]
        assert isinstance(campaign, forms.ModelChoiceField)  # noqa: S101 - declared above
        campaign.queryset = Campaign.objects.exclude(state=Campaign.State.DRAFT).order_by("-starts_on")
