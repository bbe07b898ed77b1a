from django.urls import path

from improvement import action_views, finding_views, review_views

app_name = "improvement"
urlpatterns = [
    path("findings/", finding_views.findings, name="findings"),
    path("desk/findings/", finding_views.desk_findings, name="desk_findings"),
    path("desk/findings/make/<int:campaign_id>/", finding_views.make_findings, name="make_findings"),
    path("desk/findings/<int:finding_id>/propose/", action_views.propose, name="propose"),
    path("desk/actions/", action_views.actions, name="actions"),
    path("desk/actions/<int:action_id>/", action_views.action, name="action"),
    path("desk/actions/<int:action_id>/agree/", action_views.agree_action, name="agree"),
    path("desk/actions/<int:action_id>/begin/", action_views.begin_action, name="begin"),
    path("desk/actions/<int:action_id>/ship/", action_views.ship_action, name="ship"),
    path("desk/actions/<int:action_id>/decline/", action_views.decline_action, name="decline"),
    path("desk/actions/<int:action_id>/again/", action_views.open_again, name="open_again"),
    path("desk/actions/<int:action_id>/verify/", action_views.verify_action, name="verify"),
    path("desk/joint-reviews/", review_views.joint_reviews, name="joint_reviews"),
    path("desk/joint-reviews/call/", review_views.call_review, name="call_review"),
    path("desk/joint-reviews/<int:review_id>/", review_views.joint_review, name="joint_review"),
    path("desk/joint-reviews/<int:review_id>/attendance/", review_views.attend, name="attend"),
    path("desk/joint-reviews/<int:review_id>/publish/", review_views.publish, name="publish"),
    path("desk/joint-reviews/<int:review_id>/minutes/", review_views.minutes, name="minutes"),
    path("desk/joint-reviews/decisions/<int:decision_id>/", review_views.record, name="record"),
]
