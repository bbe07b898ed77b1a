from django.urls import URLPattern

app_name = "tasks_catalog"
urlpatterns: list[URLPattern] = []
