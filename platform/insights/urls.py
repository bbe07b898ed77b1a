from django.urls import URLPattern, path

from insights import outside_urls, series_views, views

app_name = "insights"
urlpatterns: list[URLPattern] = [
    *outside_urls.urlpatterns,
    path("desk/pains/", views.pains, name="pains"),
    path("desk/pains/<int:campaign_id>/merge/", views.merge_pains, name="merge"),
    path("desk/pains/themes/<int:theme_id>/rename/", views.rename_theme, name="rename"),
    path("desk/pains/<int:pain_point_id>/unmerge/", views.unmerge_pain, name="unmerge"),
    path("desk/series/", series_views.series, name="series"),
    path("desk/figures/under/<int:campaign_id>/<slug:kind>/<int:key>/", views.under, name="under"),
    path("desk/figures/photos/<int:campaign_id>/<uuid:evidence_id>/", views.photo, name="photo"),
]
