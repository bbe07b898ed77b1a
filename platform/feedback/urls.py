from django.urls import path

from feedback import desk, views
from feedback.answers_out import views as answers_out

app_name = "feedback"
urlpatterns = [
    path("drafts/", views.drafts, name="drafts"),
    path("do/<int:claim_id>/", views.runner, name="runner"),
    path("do/<int:claim_id>/answers/", views.answers, name="answers"),
    path("do/<int:claim_id>/photos/<uuid:photo_id>/", views.upload, name="upload"),
    path("do/<int:claim_id>/barcode/", views.barcode, name="barcode"),
    path("do/<int:claim_id>/check/", views.check, name="check"),
    path("do/<int:claim_id>/submit/", views.submit, name="submit"),
    path("do/<int:claim_id>/sent/", views.sent, name="sent"),
    path("do/<int:claim_id>/returned/", views.returned, name="returned"),
    path("photos/<uuid:photo_id>/", views.photo, name="photo"),
    path("photos/<uuid:photo_id>/small/", views.photo, {"small": True}, name="photo-small"),
    path("desk/answers/", answers_out.tasks, name="answers-out"),
    path("desk/answers/<slug:slug>/", answers_out.task, name="answers-of"),
    path("desk/answers/<slug:slug>/<slug:key>/", answers_out.file, name="answers-file"),
    path("desk/review/", desk.queue, name="queue"),
    path("desk/review/<int:submission_id>/", desk.submission, name="submission"),
    path("desk/review/<int:submission_id>/decide/", desk.decide, name="decide"),
]
