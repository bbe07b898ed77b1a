"""How the editor of a campaign and of a brief is laid out."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList, Panel, TabbedInterface

from cms.choices import named_pictures
from cms.costs import costs_of
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
    """What the campaign promised so far, what is left, and what it would cost if every seat were taken."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/panels/budget.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            campaign = self.instance.campaign
            left = budget_left(campaign) if campaign else None
            return context | {"campaign": campaign, "left": left, "cost": costs_of(self.instance)}


class BriefsPanel(Panel):
    """The briefs that the campaign's next revision will hold, each with its state and what it still lacks."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/panels/briefs.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from cms.readiness import states_of

            context: dict[str, Any] = super().get_context_data(parent_context)
            states = states_of(self.instance) if self.instance.pk else []
            cost = costs_of(self.instance, briefs=[state.brief for state in states])
            mine = self.instance.pk and self.instance.permissions_for_user(self.request.user).can_add_subpage()
            return context | {"page": self.instance, "states": states, "cost": cost, "may_add": mine, "languages": settings.LANGUAGES}

        def get_comparison(self) -> list[Any]:
            from cms.differences import BriefsComparison

            return [BriefsComparison]


def _row(*fields: str) -> FieldRowPanel:
    return FieldRowPanel([_colour(name) if "brand" in name or "flash" in name else FieldPanel(name) for name in fields])


def _colour(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.TextInput(attrs={"type": "color"}))


def _pictures() -> list[tuple[str, str]]:
    """The illustrations there are; a page may do without."""
    return [("", "—"), *named_pictures()]


_WHAT = [FieldPanel("headline", required_on_save=False), FieldPanel("lead", widget=TranslatedWidget(long=True))]
_KINDS = _(
    "All hands: open to everybody, a rush at the opening. Routine: for testers. Dynamic: for testers, before a launch, hidden from others."
)
_CHECKED = forms.CheckboxSelectMultiple

CAMPAIGN = TabbedInterface(
    [
        ObjectList(
            [
                *_WHAT,
                _row("sponsor", "journey"),
                FieldRowPanel(
                    [
                        FieldPanel("starts_on"),
                        FieldPanel("ends_on"),
                        FieldPanel("points_budget", help_text=_("What testers can earn in all: seats × points, with something to spare.")),
                    ]
                ),
                FieldPanel("departments", widget=_CHECKED),
            ],
            heading=_("Campaign"),
        ),
        ObjectList([BriefsPanel(heading=_("Briefs")), BudgetPanel(heading=_("Budget"))], heading=_("Briefs")),
        ObjectList(
            [
                HelpPanel(
                    _("Who answers best, then fastest, wins a role in the programme for the days of the campaign. No question: no quiz.")
                ),
                FieldPanel("quiz"),
                _row("quiz_opens_at", "quiz_closes_at"),
                _row("quiz_right", "quiz_seats", "quiz_seconds"),
            ],
            heading=_("Quiz"),
        ),
        ObjectList(
            [
                MultiFieldPanel([_row("brand_light", "on_brand_light"), _row("brand_dark", "on_brand_dark")], heading=_("Brand")),
                MultiFieldPanel([_row("flash_from", "flash_to")], heading=_("Flash tasks")),
                FieldPanel("picture", widget=forms.Select(choices=_pictures)),  # type: ignore[arg-type]
                MultiFieldPanel(
                    [FieldPanel("coin_name"), FieldPanel("tester_title"), FieldPanel("leader_title")], heading=_("Words of this campaign")
                ),
            ],
            heading=_("Look"),
        ),
        ObjectList(
            [
                HelpPanel(
                    _(
                        "Everything in the campaign is published together at this time, once it is approved. "
                        "Each task then opens by the server's clock at its own second."
                    )
                ),
                FieldRowPanel(
                    [
                        FieldPanel("go_live_at", heading=_("Published at"), help_text=_("Empty: as soon as the last approval is given.")),
                        FieldPanel("expire_at", heading=_("Taken down at"), help_text=_("Empty: it ends by itself after its last day.")),
                    ]
                ),
            ],
            heading=_("Schedule"),
        ),
    ]
)

BRIEF = TabbedInterface(
    [
        ObjectList(
            [
                *_WHAT,
                FieldPanel("persona", widget=TranslatedWidget(long=True)),
                FieldRowPanel([FieldPanel("kind", help_text=_KINDS), FieldPanel("picture", widget=forms.Select(choices=_pictures))]),  # type: ignore[arg-type]
                FieldPanel("city"),
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
    ]
)
