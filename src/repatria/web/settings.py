"""Django's settings for the desk in a browser.

Everything that differs from one place to another comes from the environment; `repatria serve` sets it.

    REPATRIA_DESK        the desk: a file, or a postgresql:// address
    REPATRIA_HOME        the folder of keys, log and sign-ins; beside the desk when not set
    REPATRIA_WEB_HOSTS   host names that are answered, separated by commas (localhost)
    REPATRIA_WEB_TLS     0 for plain http, which only a demo is served by
    REPATRIA_WEB_DEMO    1 for a demo: marked pages, sign-in by choosing a seat
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from repatria.store import sqlite
from repatria.store.keys import write_private

DESK = os.environ.get("REPATRIA_DESK") or "desk.sqlite3"
HOME = Path(os.environ.get("REPATRIA_HOME") or Path(DESK).absolute().parent)
IS_DEMO = os.environ.get("REPATRIA_WEB_DEMO") == "1"
TLS = os.environ.get("REPATRIA_WEB_TLS", "1") != "0"


def _secret() -> str:
    """Returns the key that signs sessions: made at the first start, kept beside the desk's other keys."""
    path = HOME / "keys" / "web.key"
    if not path.is_file():
        write_private(path, secrets.token_urlsafe(64))
    return path.read_text("ascii")


SECRET_KEY = os.environ.get("REPATRIA_SECRET_KEY") or _secret()
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
ALLOWED_HOSTS = (os.environ.get("REPATRIA_WEB_HOSTS") or "localhost,127.0.0.1,[::1]").split(",")
ROOT_URLCONF = "repatria.web.urls"
WSGI_APPLICATION = "repatria.web.wsgi.application"
LOGGING_CONFIG = None  # requests hold references only, but nothing is logged that need not be

INSTALLED_APPS = [
    "repatria.web",  # first: its templates stand before those of other apps
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "repatria.store",
    "repatria.store.site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "repatria.web.compressing.CompressedFiles",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "repatria.web.headers.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "repatria.web.languages.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "repatria.web.idle.SignedOutWhenIdle",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "repatria.web.seats.AtTheDesk",
    "repatria.web.factors.SecondFactor",
    "repatria.web.warming.WhileWarming",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "repatria.web.seats.page",
            ],
            "builtins": ["repatria.web.templatetags.words"],
        },
    }
]

DATABASES = {"default": sqlite.database(HOME / "site.sqlite3")}
DATABASE_ROUTERS = ["repatria.web.routing.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("uk", "Українська"), ("ru", "Русский"), ("ar", "العربية")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
FORMAT_MODULE_PATH = ["repatria.web.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(__file__).parent / "static"  # served as they lie; those of other apps are found in their packages
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 86_400

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]  # 15 characters where a second factor may be missing: NIST SP 800-63B-4, 3.1.1.2
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "repatria.web.seats.Adapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # a quarter of an hour to give a few seats in
ACCOUNT_SESSION_REMEMBER = False  # sessions end with the browser
MFA_ADAPTER = "repatria.web.factors.Factors"
MFA_FORMS = {"add_webauthn": "repatria.web.forms.passkeys.AddPasskey"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # without e-mail nobody could turn it on, and an offline site has none
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Repatria"

SESSION_WHOLE_S = 12 * 3600
"""A day's work, then one signs in again: OWASP ASVS 5.0, 7.3.2; NIST SP 800-63B-4, 2.3.3 (twelve hours at AAL3)."""
SESSION_IDLE_S = 30 * 60
"""Without use one is signed out: ASVS 5.0, 7.3.1. NIST SP 800-63B-4 says at most an hour at AAL2 (2.2.3) and a quarter at AAL3
(2.3.3); between them, for a board reads its evidence for longer than a quarter of an hour."""
SESSION_COOKIE_AGE = SESSION_WHOLE_S
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_NAME = "__Host-session" if TLS else "session"  # no neighbour under the same name can set it
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
SECURE_HSTS_SECONDS = 31_536_000 if TLS and set(ALLOWED_HOSTS) - LOOPBACK else 0  # other programs answer localhost too
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # no redirect to https: there is no http
    "security.W021",  # no preloading: it is for names of the public internet
]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

PAGE_LINES = 50
"""Lines on a page of a list."""
