"""The product's pages, and the yardstick for them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from members.rights import member_required


@member_required
def trivial(_request: HttpRequest) -> HttpResponse:
    """The least a page for members can be: who asks is looked up, and a word is answered."""
    return HttpResponse("ok")


urlpatterns = [path("bench/trivial/", trivial), path("", include("config.urls"))]
