from django.urls import path

from notifications import choosing, push_views, views

app_name = "notifications"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/choices/", choosing.choices, name="choices"),
    path("inbox/push/", push_views.subscribe, name="push_on"),
    path("inbox/push/off/", push_views.unsubscribe, name="push_off"),
    path("inbox/<int:note_id>/", views.follow, name="follow"),
]
