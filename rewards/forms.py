"""What people type at the desks, and the keys that their pages make."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from members.models import Department, Member
from rewards.models import Account, Award, Redemption, RedPacket
from shared.translated import in_language


class OrderForm(forms.Form):
    """What the benefit page sends: nothing but its key and the price that was shown."""

    key = forms.UUIDField()
    price = forms.IntegerField(min_value=1)


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=Redemption._meta.get_field("reason").max_length)


class DeliverForm(forms.Form):
    voucher = forms.CharField(label=_("Voucher or note"), max_length=Redemption._meta.get_field("voucher").max_length, required=False)


class StockForm(forms.Form):
    count = forms.IntegerField(label=_("Pieces to add"), min_value=1, max_value=1000)


class AwardForm(forms.ModelForm):  # type: ignore[type-arg]
    key = forms.UUIDField(widget=forms.HiddenInput)
    campaign_reference = forms.ChoiceField(label=_("Paid by"))

    class Meta:
        model = Award
        fields = ["member", "amount", "purse", "campaign_reference", "reason", "key"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.filter(is_active=True, left_at=None).order_by("email")  # type: ignore[attr-defined]
        self.fields["campaign_reference"].choices = funded_campaigns()  # type: ignore[attr-defined]


class KeyForm(forms.Form):
    """What a button sends that may be pressed twice: nothing but the key its page made."""

    key = forms.UUIDField()


class Moment(forms.DateTimeField):
    """A date and a time to the minute, as browsers send them, in the programme's own time."""

    def __init__(self, **kwargs: Any) -> None:
        written = "%Y-%m-%dT%H:%M"
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=written)
        super().__init__(input_formats=[written, "%Y-%m-%dT%H:%M:%S"], widget=widget, **kwargs)


class RedPacketForm(forms.Form):
    """A red packet as it is proposed at the desk; its title is written in at least one language."""

    sender = forms.CharField(label=_("From whom"), max_length=RedPacket._meta.get_field("sender").max_length)
    campaign_reference = forms.ChoiceField(label=_("Paid by"))
    points = forms.IntegerField(label=_("Points in all"), min_value=1, max_value=RedPacket.MOST_POINTS)
    shares = forms.IntegerField(label=_("Shares"), min_value=1, max_value=RedPacket.MOST_SHARES)
    least = forms.IntegerField(
        label=_("Smallest share"), min_value=1, max_value=RedPacket.MOST_POINTS, required=False, help_text=_("Empty: half the average.")
    )
    most = forms.IntegerField(
        label=_("Largest share"), min_value=1, max_value=RedPacket.MOST_POINTS, required=False,
        help_text=_("Empty: one and a half of the average. The same as the smallest: no luck in it."),
    )  # fmt: skip
    opens_at = Moment(label=_("Opens"))
    closes_at = Moment(label=_("Closes"))
    departments = forms.ModelMultipleChoiceField(
        label=_("For these departments"), queryset=Department.objects.order_by("code"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: for all testers."),
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {
            f"title_{code}": forms.CharField(
                label=_("For what (%(language)s)") % {"language": name}, max_length=120, required=False,
                widget=forms.TextInput(attrs={"lang": code}),
            )
            for code, name in settings.LANGUAGES
        }  # fmt: skip
        self.fields = {**titles, **self.fields}
        self.fields["campaign_reference"].choices = funded_campaigns()  # type: ignore[attr-defined]
        self.fields["departments"].label_from_instance = lambda department: in_language(department.name) or department.code  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        codes = [code for code, _name in settings.LANGUAGES]
        title = {code: text for code in codes if (text := (found.pop(f"title_{code}", "") or "").strip())}
        if not title:
            self.add_error(f"title_{codes[0]}", _("Say what it is for, in one language at least."))
        return {**found, "title": title}


def funded_campaigns() -> list[tuple[str, str]]:
    """The campaigns that have points to give, and how many."""
    accounts = Account.objects.filter(kind=Account.Kind.BUDGET, balance__gt=0).order_by("reference")
    return [(account.subject, f"{account.subject} · {account.balance}") for account in accounts]


def said(form: forms.Form) -> str:
    """The first thing that is wrong, in a sentence."""
    return str(next(iter(form.errors.values()))[0])
