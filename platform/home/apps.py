from django.apps import AppConfig

from shared.catalogues import merge_alike

merge_alike()  # before any model is loaded, since some say their names at once


class HomeConfig(AppConfig):
    name = "home"
