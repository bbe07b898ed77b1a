from django.urls import URLPattern, path

from reports import dashboard, views

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("desk/figures/", dashboard.figures, name="figures"),
    path("desk/reports/", views.desk, name="desk"),
    path("desk/reports/ask/", views.ask, name="ask"),
    path("reports/<int:report_id>/", views.report, name="report"),
    path("reports/<int:report_id>/progress/", views.progress, name="progress"),
    path("reports/<int:report_id>/again/", views.again, name="again"),
    path("reports/<int:report_id>/words/", views.words, name="words"),
    path("reports/<int:report_id>/publish/", views.publish, name="publish"),
    path("reports/<int:report_id>/pdf/", views.pdf, name="pdf"),
    path("reports/<int:report_id>/photos/<uuid:evidence_id>/", views.photo, name="photo"),
]
