from django.urls import path

from seats import views

app_name = "seats"
urlpatterns = [
    path("fairness/recompute.py", views.script, name="script"),
    path("fairness/<int:pool_id>/", views.fairness, name="fairness"),
    path("fairness/<int:pool_id>/record.json", views.record, name="record"),
]
