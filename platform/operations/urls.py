from django.urls import path

from operations import views

app_name = "operations"
urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("demo/sign-in/", views.sign_in, name="sign_in"),
    path("demo/mail/", views.mail, name="mail"),
]
