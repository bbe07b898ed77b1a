from django.urls import path

from members import views

app_name = "members"
urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("agreements/<slug:kind>/", views.agreement, name="agreement"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("text-size/", views.text_size, name="text_size"),
    path("messenger/config.json", views.messenger_config, name="messenger_config"),
]
