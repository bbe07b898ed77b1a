"""Every setting of Firsthand, in one file, read from the environment (see `.env.example`).

A setting that is missing or malformed stops the start with a sentence that says how to mend it.
"""

import sys
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvError

from config.logging import logging_settings
from shared.connections import check_connection

BASE_DIR = Path(__file__).resolve().parents[2]

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))


def required(name: str, how: str) -> str:
    value: str = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {how}")
    return value


# How this copy runs ---------------------------------------------------------

try:
    DEMO: bool = env.bool("FIRSTHAND_DEMO", False)
    DEBUG: bool = env.bool("DEBUG", False)
    LOCAL: bool = DEMO or DEBUG or env.bool("FIRSTHAND_LOCAL", False)
    HTTPS: bool = env.bool("FIRSTHAND_HTTPS", not LOCAL)
    ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if LOCAL else [])
    PUBLIC_URL: str = env.str("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
    ALLOWED_EMAIL_DOMAINS: list[str] = env.list("ALLOWED_EMAIL_DOMAINS", [])
    SIMULATED_TIME: bool = env.bool("FIRSTHAND_SIMULATED_TIME", False)  # services say what time it is: tests, the demonstration's past
    RIGHTS_REQUIRE_MFA: bool = env.bool("RIGHTS_REQUIRE_MFA", not LOCAL)
except EnvError as malformed:
    raise ImproperlyConfigured(f"A setting cannot be read: {malformed}. See .env.example.") from malformed
if SIMULATED_TIME and not LOCAL:
    raise ImproperlyConfigured("FIRSTHAND_SIMULATED_TIME is for tests and the demonstration: here the database's clock decides. Unset it.")

SECRET_KEY = env.str("SECRET_KEY", "") or (
    "local-only-key-that-protects-nothing-and-is-refused-in-production"
    if LOCAL
    else required("SECRET_KEY", "Make one with: python -c 'import secrets; print(secrets.token_urlsafe(50))'")
)
if not LOCAL and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Name the host people type, e.g. ALLOWED_HOSTS=firsthand.example.com")

# Applications, lowest room first --------------------------------------------

INSTALLED_APPS = [
    "members",
    "notifications",
    "seats",
    "tasks_catalog",
    "rewards",
    "claims",
    "recruitment",
    "feedback",
    "insights",
    "improvement",
    "reports",
    "cms",
    "home",
    "operations",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "members.wechat",
    "members.wecom",
    "django_htmx",
    "wagtail_localize",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "operations.middleware.ProbesMiddleware",
    "operations.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *(["operations.middleware.SettingUpMiddleware"] if DEMO else []),
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "members.middleware.MemberLocaleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shared.http.ContentSecurityMiddleware",
    "members.middleware.MessengerMiddleware",
    "cms.unfinished.UnfinishedEditorMiddleware",
]

ROOT_URLCONF = env.str("ROOT_URLCONF", "config.urls")  # the benchmarks put a yardstick beside our pages
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context.shell",
            ],
            "builtins": ["shared.templatetags.firsthand"],
        },
    },
]

# PostgreSQL and Redis ---------------------------------------------------------

_engines = Env()
_engines.read_env(str(VAR_DIR / "engines" / "addresses.env"), recurse=False, override=False)
_START = "Start the private engines with `make engines`, or set it to a server of yours."
DATABASE_URL = required("DATABASE_URL", _START)
REDIS_URL = required("REDIS_URL", _START)

# The tables' owner, where the application is another role: it makes tables, and serves nobody.
AS_OWNER = bool(env.str("MIGRATION_DATABASE_URL", "")) and sys.argv[1:2] in (["migrate"], ["grant_app"], ["forget_demo"])
_ADDRESS = "MIGRATION_DATABASE_URL" if AS_OWNER else "DATABASE_URL"
DATABASES: dict[str, Any] = {"default": env.dj_db_url(_ADDRESS, conn_max_age=0, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL 15+ server: postgresql://user:password@host:5432/name")
DATABASES["default"].setdefault("OPTIONS", {})
if SIMULATED_TIME:
    DATABASES["default"]["OPTIONS"]["options"] = "-c firsthand.simulated_time=on"
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = env.int("DATABASE_PREPARE_AFTER", 5) or None  # shared.planned
DATABASES["default"]["OPTIONS"]["pool"] = {
    "min_size": 1,
    "max_size": env.int("DATABASE_POOL", 8),
    "timeout": 3,
    "check": check_connection,
    "reconnect_timeout": 1,  # then the next request tries; the pool's own pauses grow as long as PostgreSQL was away
}

CACHES = {
    "default": {
        "BACKEND": "shared.cache.SoftRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "firsthand",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# People and sign-in -----------------------------------------------------------

AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email",)}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/?by=mail"
ACCOUNT_ADAPTER = "members.adapters.AccountAdapter"
ACCOUNT_FORMS = {"signup": "members.forms.SignupForm", "add_email": "members.forms.AddEmailForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = True

# WeChat and WeCom: each exists only with its keys (docs/wechat.md). The addresses are theirs unless a proxy of yours stands before them.
WECHAT_WEB_ID, WECHAT_WEB_SECRET = env.str("WECHAT_WEB_ID", ""), env.str("WECHAT_WEB_SECRET", "")
WECHAT_IN_APP_ID, WECHAT_IN_APP_SECRET = env.str("WECHAT_IN_APP_ID", ""), env.str("WECHAT_IN_APP_SECRET", "")
WECOM_CORP_ID, WECOM_AGENT_ID, WECOM_SECRET = env.str("WECOM_CORP_ID", ""), env.str("WECOM_AGENT_ID", ""), env.str("WECOM_SECRET", "")
WECHAT_OPEN_URL = env.str("WECHAT_OPEN_URL", "https://open.weixin.qq.com")
WECHAT_API_URL = env.str("WECHAT_API_URL", "https://api.weixin.qq.com")
WECOM_LOGIN_URL = env.str("WECOM_LOGIN_URL", "https://login.work.weixin.qq.com")
WECOM_API_URL = env.str("WECOM_API_URL", "https://qyapi.weixin.qq.com")
SOCIALACCOUNT_ADAPTER = "members.doors.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_FORMS = {"signup": "members.doors.SocialSignupForm"}
_WECHAT = [(WECHAT_WEB_ID, WECHAT_WEB_SECRET, False), (WECHAT_IN_APP_ID, WECHAT_IN_APP_SECRET, True)]
SOCIALACCOUNT_PROVIDERS = {
    "weixin": {
        "APPS": [{"client_id": key, "secret": secret, "settings": {"in_app": in_app}} for key, secret, in_app in _WECHAT if key and secret]
    },
    "wecom": {
        "APPS": [{"client_id": WECOM_CORP_ID, "secret": WECOM_SECRET}] if WECOM_CORP_ID and WECOM_SECRET else [],
        # The company's directory says whose address it is: who has an account already arrives in it.
        "EMAIL_AUTHENTICATION": True,
    },
}

# Languages and time -------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese")), ("pl", _("Polish"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["shared.formats"]
TIME_ZONE = env.str("TIME_ZONE", "Asia/Shanghai")

# Files -----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "shared.static.RememberingStaticFiles"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 30_000  # a brief of sixty questions in three languages has thousands

# Mail --------------------------------------------------------------------------------

MAILERS: dict[str, Any] = {
    "default": {"BACKEND": "operations.mailbox.DemoMailbox"}
    if LOCAL
    else {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.str("EMAIL_HOST", "localhost"),
            "port": env.int("EMAIL_PORT", 25),
            "username": env.str("EMAIL_HOST_USER", ""),
            "password": env.str("EMAIL_HOST_PASSWORD", ""),
            "use_tls": env.bool("EMAIL_USE_TLS", False),
            "timeout": 20,
        },
    }
}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Firsthand <firsthand@localhost>")

# Messages while the app is closed (web push); without keys nothing of it is there --------

VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", "")
VAPID_SUBJECT = env.str("VAPID_SUBJECT", "")
if VAPID_PRIVATE_KEY and not VAPID_SUBJECT.startswith(("mailto:", "https:")):
    raise ImproperlyConfigured("VAPID_SUBJECT is not set. Push services ask whom to write to: VAPID_SUBJECT=mailto:firsthand@example.com")

# Celery --------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1700
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    # A page never waits for a broker that is away: what it wanted to send is in the outbox.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,  # nor for one that takes connections and does not answer
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# Logs --------------------------------------------------------------------------------

LOGGING = logging_settings(level=env.str("LOG_LEVEL", "INFO"), readable=DEBUG)

# Safety ------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
MESSENGER_SDK = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js"  # asked for inside WeChat and WeCom only, and with keys only
MESSENGER_CSP = {**SECURE_CSP, "script-src": [CSP.SELF, CSP.NONCE, "https://res.wx.qq.com"]}
ADMIN_PATH = "/manage/"
ADMIN_CSP = {
    **SECURE_CSP,
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
    "frame-src": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = 31_536_000, True, True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []

# Wagtail -----------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Firsthand"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_I18N_ENABLED = True  # for what members read; campaigns carry their languages in themselves (docs/pages.md)
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}  # everybody who reads has signed in
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.approved.publish_approved"
# Cities only: “localtime” and the like mean nothing to a browser, which then translates none of them
WAGTAIL_USER_TIME_ZONES = ["UTC", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("pl", "Polski")]

# What the programme calls its own -------------------------------------------------------

SMALL_NUMBERS_FIGURES = 5  # no figure under this many answers
SMALL_NUMBERS_WORDS = 8  # no words under this many

# What points are worth, and for how long -------------------------------------------------

POINTS_LIVE_MONTHS: int = env.int("POINTS_LIVE_MONTHS", 24)  # 0: for ever
SEAL_MAIL = env.str("SEAL_MAIL", "")  # who keeps the digests of the books outside, every hour
