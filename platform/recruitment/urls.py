from django.urls import path

from recruitment import invite_views, views

app_name = "recruitment"
urlpatterns = [
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/<slug:slug>/", views.round_page, name="round"),
    path("rounds/<slug:slug>/enter/", views.enter, name="enter"),
    path("rounds/<slug:slug>/leave/", views.leave, name="leave"),
    path("rounds/<slug:slug>/quiz/", views.quiz_page, name="quiz"),
    path("rounds/<slug:slug>/quiz/answer/", views.answer, name="answer"),
    path("rounds/<slug:slug>/invite/", invite_views.invite, name="invite"),
    path("rounds/<slug:slug>/card.png", invite_views.card, name="card"),
    path("desk/rounds/", views.desk, name="desk"),
    path("desk/rounds/<slug:slug>/", views.desk_round, name="desk_round"),
    path("desk/rounds/<slug:slug>/close/", views.close, name="close"),
]
