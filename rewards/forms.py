"""What people type at the desks, and the keys that their pages make."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Member
from rewards.models import Account, Award, Redemption


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
        self.fields["campaign_reference"].choices = [  # type: ignore[attr-defined]
            (account.subject, f"{account.subject} · {account.balance}")
            for account in Account.objects.filter(kind=Account.Kind.BUDGET, balance__gt=0).order_by("reference")
        ]


def said(form: forms.Form) -> str:
    """The first thing that is wrong, in a sentence."""
    return str(next(iter(form.errors.values()))[0])
