from django.urls import path

from members import views

app_name = "members"
urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("agreements/<slug:kind>/", views.agreement, name="agreement"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
]
