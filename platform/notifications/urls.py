from django.urls import path

from notifications import choosing, views

app_name = "notifications"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/choices/", choosing.choices, name="choices"),
    path("inbox/<int:note_id>/", views.follow, name="follow"),
]
