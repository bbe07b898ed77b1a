"""The addresses of the outside-voice desk."""

from django.urls import path

from insights import outside_views as views

urlpatterns = [
    path("desk/outside/", views.outside, name="outside"),
    path("desk/outside/upload/", views.outside_upload, name="outside_upload"),
    path("desk/outside/<int:import_id>/", views.outside_import, name="outside_import"),
    path("desk/outside/<int:import_id>/mapping/", views.outside_mapping, name="outside_mapping"),
    path("desk/outside/<int:import_id>/import/", views.outside_run, name="outside_run"),
    path("desk/outside/<int:import_id>/undo/", views.outside_undo, name="outside_undo"),
    path("desk/outside/<int:import_id>/errors.csv", views.outside_errors, name="outside_errors"),
]
