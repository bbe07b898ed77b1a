from django import forms


class KeyForm(forms.Form):
    """The key that a page made for one press of its button."""

    key = forms.UUIDField()


class SeatsForm(forms.Form):
    """How many seats a manager adds."""

    key = forms.UUIDField()
    count = forms.IntegerField(min_value=1, max_value=500)
