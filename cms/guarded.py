"""Wagtail's own views in our menus say who may see them, like every view of the house; the second factor is asked for too."""

from typing import Any

from members.rights import ADMINISTRATOR, PROGRAMME_MANAGER, rights_required


class GuardedViews:
    """Mixed into a viewset: each of its views is for programme managers, beside what Wagtail's permissions say."""

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        view = super().construct_view(view_class, **kwargs)  # type: ignore[misc]
        return rights_required(PROGRAMME_MANAGER, ADMINISTRATOR)(view)
