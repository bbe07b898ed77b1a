"""Django with nothing but django-hordak; loaded by the yardstick's Python."""

import os

import dj_database_url

SECRET_KEY = "protects nothing"  # noqa: S105 there is nothing to protect
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"]
DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=None)}
USE_TZ = True
