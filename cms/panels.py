"""How the editor of a campaign and of a brief is laid out."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList, Panel, PublishingPanel, TabbedInterface

from cms.editing import TranslatedWidget
from cms.live import state_of_page
from cms.selectors import budget_left, claims_by_version


class EffortPanel(Panel):
    """What the brief asks of a tester and still lacks; the browser asks for it anew while it is written."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/panels/effort.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            versions = claims_by_version(self.instance.task) if self.instance.task else []
            return context | state_of_page(self.instance) | {"versions": versions}


class BudgetPanel(Panel):
    """What the campaign promised so far, and what is left."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/panels/budget.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            campaign = self.instance.campaign
            return context | {"campaign": campaign, "left": budget_left(campaign) if campaign else None}


def _row(*fields: str) -> FieldRowPanel:
    return FieldRowPanel([_colour(name) if "brand" in name or "flash" in name else FieldPanel(name) for name in fields])


def _colour(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.TextInput(attrs={"type": "color"}))


def _pictures() -> list[tuple[str, str]]:
    """The illustrations there are; a brief may do without."""
    drawn = sorted(path.stem for path in (settings.BASE_DIR / "templates" / "illustrations").glob("*.html"))
    return [("", "—"), *((name, name) for name in drawn)]


_WHAT = [FieldPanel("headline", required_on_save=False), FieldPanel("lead", widget=TranslatedWidget(long=True))]
_CHECKED = forms.CheckboxSelectMultiple

CAMPAIGN = TabbedInterface(
    [
        ObjectList(
            [
                *_WHAT,
                _row("sponsor", "journey"),
                _row("starts_on", "ends_on"),
                FieldPanel("points_budget"),
                BudgetPanel(),
            ],
            heading=_("Campaign"),
        ),
        ObjectList(
            [
                MultiFieldPanel([_row("brand_light", "on_brand_light"), _row("brand_dark", "on_brand_dark")], heading=_("Brand")),
                MultiFieldPanel([_row("flash_from", "flash_to")], heading=_("Flash tasks")),
            ],
            heading=_("Look"),
        ),
        ObjectList([PublishingPanel()], heading=_("Schedule")),
    ]
)

BRIEF = TabbedInterface(
    [
        ObjectList(
            [
                *_WHAT,
                FieldPanel("persona", widget=TranslatedWidget(long=True)),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("picture", widget=forms.Select(choices=_pictures))]),  # type: ignore[arg-type]
            ],
            heading=_("Brief"),
        ),
        ObjectList(
            [
                HelpPanel(
                    _(
                        "With several scenarios, each tester plays one, drawn in balance: another persona, channel or product. "
                        "Steps and questions may be asked in some of them only. None here: everybody plays the same."
                    )
                ),
                FieldPanel("arms"),
            ],
            heading=_("Scenarios"),
        ),
        ObjectList(
            [
                MultiFieldPanel([FieldPanel("touchpoints", widget=_CHECKED), FieldPanel("providers", widget=_CHECKED)], heading=_("Where")),
                EffortPanel(),
                FieldPanel("questions"),
                FieldPanel("waived_duties", heading=_("Duties that this brief waives")),
            ],
            heading=_("Questions"),
        ),
        ObjectList(
            [
                _row("opens_at", "closes_at"),
                _row("giving", "draws_at"),
                _row("seats", "points"),
                _row("minutes", "days_to_submit", "hold_hours"),
                FieldPanel("quotas"),
                MultiFieldPanel(
                    [FieldPanel("departments", widget=_CHECKED), FieldPanel("insiders_allowed"), FieldPanel("agreement")],
                    heading=_("Who may take part"),
                ),
            ],
            heading=_("Seats and points"),
        ),
        ObjectList(
            [
                HelpPanel(_("The task opens by the server's clock at the time in “Opens”; here you may delay the publication itself.")),
                PublishingPanel(),
            ],
            heading=_("Schedule"),
        ),
    ]
)
