from django.urls import path

from cms import views

app_name = "cms"
urlpatterns = [
    path("campaigns/<slug:slug>/", views.campaign, name="campaign"),
    path("campaigns/<slug:slug>/theme.css", views.theme, name="theme"),
]
