from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Campaigns and briefs")

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from cms import going_live, ways

        page_published.connect(going_live.page_published, dispatch_uid="cms.page_published")
        page_unpublished.connect(going_live.page_unpublished, dispatch_uid="cms.page_unpublished")
        ways.speak_names()
