"""Texts that Wagtail does say in Polish, in a form that no noun of ours fits: “Dodaj kampania”. Ours stand a noun apart from its verb."""

from django.utils.translation import gettext_noop as _

BETTER = (
    _("Add %(label)s"),
    _("Add %(model_name)s"),
    _("Choose %(object)s"),
    _("Choose another %(object)s"),
    _("Edit this %(object)s"),
    _("Editing %(page_type)s"),
    _("Review this version"),
    _("Workflow states"),
)
