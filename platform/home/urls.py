from django.urls import path

from home import guide, people, phone, views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("me/", views.me, name="me"),
    path("me/name/", views.name, name="name"),
    path("me/data.json", views.data, name="data"),
    path("desk/", views.desk, name="desk"),
    path("desk/people/", people.people, name="people"),
    path("desk/people/<int:member_id>/", people.person, name="person"),
    path("desk/people/invite/", people.invite, name="invite"),
    path("desk/people/<int:invitation_id>/withdraw/", people.withdraw, name="withdraw"),
    path("favicon.ico", phone.favicon, name="favicon"),
    path("offline/", phone.offline, name="offline"),
    path("sw.js", phone.worker, name="worker"),
    path("app.webmanifest", phone.manifest, name="manifest"),
    path("styleguide/", guide.chapter, name="styleguide"),
    path("styleguide/<slug:slug>/", guide.chapter, name="styleguide-chapter"),
    path("styleguide/<slug:slug>/states.css", guide.states_of, name="styleguide-states"),
]
