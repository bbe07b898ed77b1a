"""Forms about people."""

from typing import Any

from allauth.account.forms import AddEmailForm as AllauthAddEmailForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Department, Member
from members.rights import RIGHTS
from members.selectors import departments, may_join
from shared.translated import in_language

NOT_YET = _(
    "This address cannot make an account here. Nothing was stored. Use your work address, or ask your programme manager to invite this one."
)


def refuse_outsiders(email: str) -> None:
    """Refuse an address that may not join; the same words whether or not an account with it exists."""
    if not may_join(email, now=timezone.now()):
        raise ValidationError(NOT_YET)


class SignupForm(AllauthSignupForm):
    """E-mail and password; refuses addresses from outside before anything is looked up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your work address")
        self.fields["password1"].help_text = _("At least 10 characters, and nothing that is easy to guess.")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        refuse_outsiders(self.cleaned_data["email"])
        email: str = super().clean_email()
        return email


class AddEmailForm(AllauthAddEmailForm):
    """A second address comes from inside too."""

    def clean_email(self) -> str:
        refuse_outsiders(self.cleaned_data["email"])
        email: str = super().clean_email()
        return email


class DepartmentField(forms.ModelChoiceField[Department]):
    """Departments by the name that the reader knows."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=departments(), label=_("Department"), empty_label=_("Choose one"), **kwargs)

    def label_from_instance(self, obj: Department) -> str:
        return in_language(obj.name) or obj.code


class WelcomeForm(forms.Form):
    nickname = forms.CharField(label=_("What shall we call you?"), max_length=40, help_text=_("Colleagues see this name."))
    department = DepartmentField(required=False, help_text=_("Nobody tests their own department, so we need to know."))
    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("department"):
            self.fields["department"].disabled = True
            self.fields["department"].help_text = _("An administrator changes it when you move.")


class NameForm(forms.ModelForm[Member]):
    class Meta:
        model = Member
        fields = ["nickname", "alias", "board_name"]
        labels = {"board_name": _("Show me on boards as")}
        help_texts = {"alias": _("Stands on boards instead of your name.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nickname"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("board_name") == Member.BoardName.ALIAS and not cleaned.get("alias"):
            self.add_error("alias", _("Choose an alias, or let boards show your nickname."))
        return cleaned


class AppointForm(forms.Form):
    """Rights and department of one member."""

    rights = forms.MultipleChoiceField(label=_("Rights"), required=False, choices=list(RIGHTS.items()), widget=forms.CheckboxSelectMultiple)
    department = DepartmentField(required=False, help_text=_("Nobody tests their own department."))


class InviteForm(forms.Form):
    """`may_appoint`: who invites also gives a role."""

    email = forms.EmailField(label=_("E-mail address"))
    department = DepartmentField(required=False)
    right = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("None yet: takes part in what is open to all")), *RIGHTS.items()]
    )

    def __init__(self, *args: Any, may_appoint: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_appoint:
            del self.fields["right"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        right = cleaned.pop("right", "")
        return cleaned | {"rights": [right] if right else []}
