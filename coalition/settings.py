"""Settings: one file, shaped by a few environment variables (CONTRIBUTING.md lists them).

Without any of them the platform runs on this machine alone: SQLite, one process, loopback.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

env = os.environ

# --- Where am I ---------------------------------------------------------------------------
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.get("DATA_DIR") or BASE_DIR / "var").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def secret_key() -> str:
    """The key from the environment, else one made once and kept beside the data."""
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text().strip()


SECRET_KEY = env.get("SECRET_KEY") or secret_key()
DEBUG = env.get("DEBUG") == "1"
DEMO = env.get("DEMO") == "1"

# --- Who may reach me ---------------------------------------------------------------------
PORT = int(env.get("PORT") or 8000)
SITE_URL = (env.get("SITE_URL") or f"http://127.0.0.1:{PORT}").rstrip("/")
_site = urlsplit(SITE_URL)
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ALLOWED_HOSTS = [host for host in env.get("ALLOWED_HOSTS", "").split(",") if host] or [
    _site.hostname or "127.0.0.1",
    *LOOPBACK,
]
TRUSTED_ORIGINS = [SITE_URL]
if _site.hostname in LOOPBACK:
    TRUSTED_ORIGINS = [f"http://{host}:{_site.port or 80}" for host in LOOPBACK]
CSRF_TRUSTED_ORIGINS = TRUSTED_ORIGINS
SECURE = _site.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "coalition.errors.csrf_failed"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the page editor previews in a frame of the same site

# --- Parts --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "home",
    "actionplans",
    "workinggroups",
    "cities",
    "coalition",
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
    "channels",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "coalition.middleware.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "coalition.middleware.Language",
    "coalition.middleware.BodyCap",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coalition.second_step.SecondStep",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "coalition.gate.CmsGate",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "coalition.urls"
ASGI_APPLICATION = "coalition.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coalition.context.site",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000  # a sheet of 240 measures has eight cells in a row
BODY_LIMIT = 12_000_000  # bytes of one request; the server refuses more before reading it
UPLOAD_LIMIT = 10_000_000  # bytes of one file, as every upload form says


# --- Database: a file here, or PostgreSQL by DATABASE_URL ----------------------------------
def database(url: str) -> dict[str, object]:
    """Django's description of `postgres://user:password@host:port/name`, or of our SQLite file."""
    if not url:
        return {
            "ENGINE": "coalition.sqlite",
            "NAME": DATA_DIR / "coalition.sqlite3",
            "CONN_MAX_AGE": 0,  # kept by a thread it would leak under ASGI; see coalition/sqlite
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": float(env.get("BUSY_SECONDS") or 10),  # then 503, and try again
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 12}, **query},
    }


DATABASES = {"default": database(env.get("DATABASE_URL", ""))}

# --- Live threads and cache: in this process, or Redis by REDIS_URL -------------------------
REDIS_URL = env.get("REDIS_URL", "")
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            # redis-py would otherwise time out on every silent socket (channels_redis issue 422)
            "CONFIG": {
                "hosts": [
                    {"address": REDIS_URL, "socket_timeout": None, "health_check_interval": 15}
                ]
            },
        }
    }
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- People and sign-in -------------------------------------------------------------------
AUTH_USER_MODEL = "coalition.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/work/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "coalition.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with a link sent to the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_FORMS = {
    "request_login_code": "coalition.forms.CodeForm",
    "confirm_login_code": "coalition.forms.EnteredCodeForm",
}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
# Django's own: allauth's asks the database for known addresses only, which could be measured
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 -- a class
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "request_login_code": "60/m/ip,3/m/key",
    "reset_password": "60/m/ip,5/m/key",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Roles that need a second step of sign-in, on every door; MFA_ROLES= asks nobody. Accounts of the
# demonstration are never asked: they exist only there, and everybody knows their password.
MFA_ROLES = frozenset(
    filter(None, env.get("MFA_ROLES", "secretariat,keeper,reviewer,administrator").split(","))
)
MFA_ADAPTER = "coalition.accounts.StepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone signs in: it is two steps in one
MFA_RECOVERY_CODE_COUNT = 20  # printed, they may be a person's only second step
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "add_webauthn": "coalition.step_forms.PasskeyForm",
    "generate_recovery_codes": "coalition.step_forms.PrintedCodesForm",
}
MFA_TOTP_ISSUER = "Coalition of Sustainable Cities"
# A city's or an agency's own identity provider, by OpenID Connect. Without an issuer there is no
# address, no button and none of its tables; it opens accounts that exist and never makes one.
OIDC_ISSUER = env.get("OIDC_ISSUER", "").rstrip("/")
OIDC_NAME = env.get("OIDC_NAME", "") or urlsplit(OIDC_ISSUER).hostname
if OIDC_ISSUER:
    INSTALLED_APPS += [
        "allauth.socialaccount",
        "allauth.socialaccount.providers.openid_connect",
    ]
    SOCIALACCOUNT_ADAPTER = "coalition.oidc.Adapter"
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # by an address the provider has verified
    SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
    SOCIALACCOUNT_STORE_TOKENS = False
    SOCIALACCOUNT_LOGIN_ON_GET = True  # a form could not go on to another host under our CSP
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "own",
                    "name": OIDC_NAME,
                    "client_id": env.get("OIDC_CLIENT_ID", ""),
                    "secret": env.get("OIDC_SECRET", ""),
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
        }
    }
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # rights are asked of coalition.permissions, never of a backend
    "auth.W004",  # an address is unique whatever its case, by a constraint of its own
]
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
ANONYMOUS_USER_NAME = None

# --- Languages and time -------------------------------------------------------------------
LANGUAGE_CODE = "ru"
LANGUAGES = [
    ("ru", "Русский"),
    ("kk", "Қазақша"),
    ("ky", "Кыргызча"),
    ("tg", "Тоҷикӣ"),
    ("tk", "Türkmençe"),
    ("uz", "Oʻzbekcha"),
    ("en", "English"),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "coalition" / "locale"]
FORMAT_MODULE_PATH = "coalition.formats"
USE_I18N = USE_TZ = True  # thousands apart are written where sums are: not in ids and addresses
TIME_ZONE = "Asia/Dushanbe"
FROZEN_TODAY = env.get("FROZEN_TODAY", "")  # a date, for tests only
FROZEN_SINCE = float(env.get("FROZEN_SINCE") or 0)  # the real second when that day began to run

# --- Files --------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"  # what Wagtail shows to everybody
PRIVATE_ROOT = DATA_DIR / "private"  # files of cities and threads, never served as such
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "coalition.staticfiles.Storage"},
}
WHITENOISE_MANIFEST_STRICT = False

# --- Letters ------------------------------------------------------------------------------
EMAIL_URL = env.get("EMAIL_URL", "")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if EMAIL_URL:  # smtp://user:password@host:587, smtps:// for a secured connection from the start
    _mail = urlsplit(EMAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname, _mail.port or 587
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and _mail.hostname not in LOOPBACK
    EMAIL_TIMEOUT = 20
REPLY_ADDRESS = env.get("REPLY_ADDRESS", "")  # answers to letters: reply+<who and where>@…
DEFAULT_FROM_EMAIL = env.get("FROM_EMAIL") or f"noreply@{_site.hostname}"

# --- Who answers for the data, told to every city; empty: not said yet ------------------------
OPERATOR = env.get("OPERATOR", "")  # the organisation that runs this installation
HOSTING_COUNTRY = env.get("HOSTING_COUNTRY", "")  # where its servers stand
DATA_BASIS = env.get("DATA_BASIS", "")  # the document on which the data are kept, with its date

# --- Wagtail: nothing leaves this server, nothing confidential is a page or an image ---------
WAGTAIL_SITE_NAME = "Коалиция устойчивых городов стран Центральной Азии"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_USER_TIME_ZONES = [
    f"Asia/{city}" for city in ("Almaty", "Ashgabat", "Bishkek", "Dushanbe", "Tashkent")
]
WAGTAILIMAGES_IMAGE_FORM_BASE = "coalition.editor.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "coalition.editor.DocumentForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_LIMIT
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = UPLOAD_LIMIT
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "odt", "ods", "jpg", "png"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}
TAGGIT_CASE_INSENSITIVE = True

# --- Rhythm: seconds; tests scale them -------------------------------------------------------
RHYTHM = float(env.get("RHYTHM") or 1)  # multiplies every waiting time below
PERIODIC_PAUSE = 2 * RHYTHM
HEARTBEAT = (10 if REDIS_URL else 25) * RHYTHM
SESSION_SWEEP = 60 * RHYTHM
JOB_SILENCE = 90 * RHYTHM  # after which a job's process is taken for dead
LIVE = {  # limits of live threads
    "posts_per_minute": int(env.get("POSTS_PER_MINUTE") or 12),  # of one person
    "sockets_per_user": int(env.get("SOCKETS_PER_USER") or 5),
    "sockets": int(env.get("SOCKETS") or 1500),  # of one process
    "hello_seconds": 15,  # until a reader must have said something: phones and machines are slow
    "ack_seconds": 60 * RHYTHM,
    "ping_seconds": float(env.get("PING_SECONDS") or 20),  # a reader gone without a word
}

# --- Joining: days within which the secretariat looks, and the Parties are asked to speak -----
COMPLETENESS_DAYS = int(env.get("COMPLETENESS_DAYS") or 10)
POSITION_DAYS = int(env.get("POSITION_DAYS") or 30)

# --- Signals of time (actionplans.timeliness): days and percent -------------------------------
SIGNAL_SOON_DAYS, SIGNAL_SOON_PERCENT, SIGNAL_STALE_DAYS = 60, 70, 90

# --- Log ----------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "coalition": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
