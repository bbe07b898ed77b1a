from django.urls import path, register_converter
from wagtail import urls as wagtail_urls

from cms.pages import views


class PagePathConverter:
    """What Wagtail makes addresses of: slugs, each with its stroke; the home page has none."""

    regex = r"(?:[\w\-]+/)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PagePathConverter, "pages")

# Wagtail asks for this address by its own name; what else its module has is behind it.
urlpatterns = [path("<pages:path>", views.page, name="wagtail_serve"), *wagtail_urls.urlpatterns]
