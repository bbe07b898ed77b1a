from django.urls import URLPattern

from insights import outside_urls

app_name = "insights"
urlpatterns: list[URLPattern] = [
    *outside_urls.urlpatterns,
]
