from django.urls import path

from cms import views
from cms.pages import views as pages

app_name = "cms"
urlpatterns = [
    path("campaigns/<slug:slug>/", views.campaign, name="campaign"),
    path("campaigns/<slug:slug>/theme.css", views.theme, name="theme"),
    path("search/", pages.search, name="search"),
    path("media/images/<str:name>", pages.picture, name="picture"),
]
