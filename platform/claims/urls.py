from django.urls import path

from claims import desk, views

app_name = "claims"
urlpatterns = [
    path("time/", views.server_time, name="time"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<slug:slug>/", views.brief, name="brief"),
    path("tasks/<slug:slug>/claim/", views.claim, name="take"),
    path("tasks/<slug:slug>/door/", views.door, name="door"),
    path("tasks/<slug:slug>/leave/", views.leave, name="leave"),
    path("tasks/<slug:slug>/agree/", views.agree, name="agree"),
    path("claims/", views.mine, name="mine"),
    path("claims/<int:claim_id>/", views.detail, name="claim"),
    path("claims/<int:claim_id>/start/", views.start, name="start"),
    path("claims/<int:claim_id>/release/", views.release, name="release"),
    path("desk/flash/", desk.doors, name="doors"),
    path("desk/flash/<slug:slug>/", desk.monitor, name="monitor"),
    path("desk/flash/<slug:slug>/pause/", desk.pause, name="pause"),
    path("desk/flash/<slug:slug>/resume/", desk.resume, name="resume"),
    path("desk/flash/<slug:slug>/close/", desk.close, name="close"),
    path("desk/flash/<slug:slug>/reopen/", desk.reopen, name="reopen"),
    path("desk/flash/<slug:slug>/add/", desk.add, name="add"),
]
