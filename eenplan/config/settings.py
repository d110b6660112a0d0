"""Settings, all from the environment, refusing to start when something unsafe is asked.

`EENPLAN_DEMO=1` is the demo on one's own machine: loopback only, a banner on every page,
known accounts. Without it the production rules hold.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from eenplan.config.refusals import number, refuse

BASE_DIR = Path(__file__).resolve().parent.parent.parent
HOME = Path(os.environ.get("EENPLAN_HOME", BASE_DIR / ".local"))

DEMO = os.environ.get("EENPLAN_DEMO") == "1"
DEBUG = False
PRODUCTION_HOSTS = [host for host in os.environ.get("EENPLAN_HOSTS", "").split(",") if host]

refuse(os.environ)
SECRET_KEY = os.environ.get("EENPLAN_SECRET_KEY") or "demo-only-" + "0" * 50
# Secrets of before: what was written with them is read still. `eenplan rotate-keys` writes it anew.
SECRET_KEY_FALLBACKS = os.environ.get("EENPLAN_SECRET_KEY_FALLBACKS", "").split()
# How many proxies of one's own stand before the site: whose word on the visitor's address is taken.
PROXIES = number(os.environ, "EENPLAN_PROXIES", 0, 0, 10)
# A demo is shown and measured from one address: its limits are so many times wider.
LIMITS_TIMES = 1000 if DEMO else 1
ALLOWED_HOSTS = PRODUCTION_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
DEMO_PASSWORD = os.environ.get("EENPLAN_DEMO_PASSWORD", "een-plan-demo")


def database(url: str) -> dict[str, object]:
    """Django's settings for one `postgresql://user:password@host:port/name?host=/socket` address."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ImproperlyConfigured("A database address looks like postgresql://user@host/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        # Statements are planned once per connection, after their third use: a sixth off most pages. And never
        # compiled: for pages that is seconds of work to save milliseconds.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3, "options": "-c jit=off", **query},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "TEST": {"NAME": os.environ.get("EENPLAN_TEST_DATABASE", "test_eenplan")},
    }


# The web runs as a role that owns nothing; migrations, demo data and maintenance as the owner.
AS_OWNER = os.environ.get("EENPLAN_AS_OWNER") == "1"
DATABASES = {
    "default": database(
        os.environ.get("DATABASE_OWNER_URL" if AS_OWNER else "DATABASE_URL")
        or "postgresql://eenplan@/eenplan?host=" + str(HOME / "run")
    )
}
WEB_ROLE = "eenplan_web"
# Connected as the owner (tests build their data so), each request still steps down to the web role.
STEP_DOWN_TO_WEB_ROLE = AS_OWNER

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "core.Account"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    # What must be sent is kept as jobs in PostgreSQL (docs/adr/0019); nothing but `send-messages` works them off.
    "procrastinate.contrib.django",
    "eenplan.core",
    "eenplan.audit",
    "eenplan.network",
    "eenplan.capacity",
    "eenplan.consent",
    "eenplan.families",
    "eenplan.referrals",
    "eenplan.plans",
    "eenplan.reporting",
    "eenplan.rights",
    "eenplan.web",
]

MIDDLEWARE = [
    "eenplan.web.shared.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Before the files too: a drawing that is opened by itself is a page.
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "eenplan.web.shared.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "eenplan.web.shared.middleware.ActingMiddleware",
]

ROOT_URLCONF = "eenplan.config.urls"
WSGI_APPLICATION = "eenplan.config.wsgi.application"

# Each area of the HTML door keeps its own templates and static files.
AREAS = (
    "shared",
    "frontdoor",
    "desk",
    "coach",
    "family",
    "coordination",
    "partner",
    "helper",
    "emergency",
    "figures",
    "research",
    "privacy",
    "account",
    "words",
)

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "eenplan" / "web" / area / "templates" for area in AREAS],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "eenplan.web.shared.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "eenplan.web.templatetags.eenplan",
            ],
        },
    }
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "eenplan.web.account.adapter.ClosedAdapter"
# Guessing is slowed down in our own way, which locks nobody out (web/account/throttle.py).
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = "eenplan.web.account.adapter.SealingAdapter"
# Signing in through an OpenID Connect provider, such as the Flemish ACM/IDM: all of it, or none.
OIDC_ISSUER = os.environ.get("EENPLAN_OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = os.environ.get("EENPLAN_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = os.environ.get("EENPLAN_OIDC_CLIENT_SECRET", "")
OIDC_NAME = os.environ.get("EENPLAN_OIDC_NAME", "")
# Which words in `acr` or `amr` say that the provider asked for a second factor. Without any we ask it ourselves.
OIDC_SECOND_FACTOR = os.environ.get("EENPLAN_OIDC_SECOND_FACTOR", "").split()
_OIDC = (OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME)
if any((*_OIDC, OIDC_SECOND_FACTOR)) and not all(_OIDC):
    raise ImproperlyConfigured(
        "To sign in through a provider set EENPLAN_OIDC_ISSUER, EENPLAN_OIDC_CLIENT_ID,"
        " EENPLAN_OIDC_CLIENT_SECRET and EENPLAN_OIDC_NAME, all four."
    )
if OIDC_ISSUER and not OIDC_ISSUER.startswith("https://"):
    raise ImproperlyConfigured("EENPLAN_OIDC_ISSUER begins with https://.")
SOCIALACCOUNT_ADAPTER = "eenplan.web.account.outside.OutsideAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
ACCOUNT_FORMS = {"login": "eenplan.web.account.forms.SignInForm"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "nl"
# All of it is in the first three; what families and who refers them read, also in the others.
WORKERS_LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("en", "English")]
LANGUAGES = [*WORKERS_LANGUAGES, ("ar", "العربية"), ("tr", "Türkçe"), ("uk", "Українська")]
LOCALE_PATHS = [BASE_DIR / "eenplan" / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
# Our own pages alone use them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = HOME / "static"
# Browser assets from packages, copied there at install time; none is committed.
STATICFILES_DIRS = [
    path
    for path in [HOME / "assets", *(BASE_DIR / "eenplan" / "web" / area / "static" for area in AREAS)]
    if path.is_dir()
]

# How many days a referral that was begun and not sent is kept, sealed, after the last change.
# To be reviewed by a jurist (GDPR, art. 5.1.e: no longer than is needed).
DRAFT_DAYS = number(os.environ, "EENPLAN_DRAFT_DAYS", 30, 1, 90)

# How many days a backup of the database lives at most: after them nothing of what was destroyed is left anywhere.
# Whoever makes the backups keeps to it; certificates of destruction name the day.
BACKUP_DAYS = int(os.environ.get("EENPLAN_BACKUP_DAYS", "35"))
if not 0 <= BACKUP_DAYS <= 400:
    raise ImproperlyConfigured("EENPLAN_BACKUP_DAYS is between 0 and 400.")

# How many days before its end the agreement with a partner is told of, where the partner has no days of its own.
AGREEMENT_REMINDER_DAYS = number(os.environ, "EENPLAN_AGREEMENT_REMINDER_DAYS", 90, 1, 730)

# How many days a link opens with which a helper without an account answers one step.
ACTION_LINK_DAYS = number(os.environ, "EENPLAN_ACTION_LINK_DAYS", 30, 1, 180)
# How many months after the end of intake a referrer's status link still opens.
STATUS_LINK_MONTHS = number(os.environ, "EENPLAN_STATUS_LINK_MONTHS", 3, 1, 12)

# E-mail to families: never a name or content in it. The demo writes letters to a folder and sends nothing.
EMAIL_BACKEND = "django.core.mail.backends." + ("filebased" if DEMO else "smtp") + ".EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST = os.environ.get("EENPLAN_EMAIL_HOST", "")
EMAIL_PORT = number(os.environ, "EENPLAN_EMAIL_PORT", 587, 1, 65535)
EMAIL_HOST_USER = os.environ.get("EENPLAN_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EENPLAN_EMAIL_PASSWORD", "")
EMAIL_USE_SSL = os.environ.get("EENPLAN_EMAIL_TLS") == "implicit"
EMAIL_USE_TLS = not EMAIL_USE_SSL and os.environ.get("EENPLAN_EMAIL_TLS", "starttls") != "none"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("EENPLAN_EMAIL_FROM", "bericht@demo.example" if DEMO else "")

# Text messages with a code to come in, or that something is ready; never more in them. The demo writes them to a folder; elsewhere none go
# unless a provider is named: see docs/operating/running.md.
TEXTS_BY = "file" if DEMO else os.environ.get("EENPLAN_TEXTS_BY", "")
TEXTS_FILE_PATH = HOME / "texts"
TEXTS_URL = os.environ.get("EENPLAN_TEXTS_URL", "https://api.46elks.com/a1/sms")
TEXTS_TIMEOUT = 20.0
TEXTS_USER = os.environ.get("EENPLAN_TEXTS_USER", "")
TEXTS_PASSWORD = os.environ.get("EENPLAN_TEXTS_PASSWORD", "")
TEXTS_FROM = os.environ.get("EENPLAN_TEXTS_FROM", "")
if TEXTS_BY not in ("", "file", "46elks"):
    raise ImproperlyConfigured("EENPLAN_TEXTS_BY is '46elks', or nothing: no text messages then.")
if TEXTS_BY == "46elks" and not (TEXTS_USER and TEXTS_PASSWORD and TEXTS_FROM):
    raise ImproperlyConfigured(
        "For text messages set EENPLAN_TEXTS_USER, EENPLAN_TEXTS_PASSWORD and EENPLAN_TEXTS_FROM too."
    )

# Which jobs there are stands in one module; nothing is looked for in each room.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["eenplan.cli.jobs"]

# After how many minutes without doing anything a worker is signed out; what was typed is kept.
IDLE_MINUTES = number(os.environ, "EENPLAN_IDLE_MINUTES", 30, 5, 480)
# The same for who reads with a card; the PIN is asked then.
FAMILY_IDLE_MINUTES = number(os.environ, "EENPLAN_FAMILY_IDLE_MINUTES", 30, 5, 480)

# A browser takes a cookie with this beginning from this very host alone, over TLS, for the whole site.
COOKIE_PREFIX = "" if DEMO else "__Host-"
SESSION_COOKIE_NAME = COOKIE_PREFIX + "sessionid"
CSRF_COOKIE_NAME = COOKIE_PREFIX + "csrftoken"
LANGUAGE_COOKIE_NAME = COOKIE_PREFIX + "django_language"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "eenplan.web.shared.views.answer_csrf"
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by machines behind the proxy
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
# Being on browsers' preload list cannot be undone quickly: whoever runs the site decides that.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
# What a session holds is text and numbers: reading it back runs nothing.
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "frame-src": ["'none'"],
        "worker-src": ["'none'"],
        "media-src": ["'none'"],
        # What a script puts in a page goes through the one policy of eenplan.js: text for a page, never code.
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Papers: how large each may be, how many with one referral, how many in the file of one family.
ATTACHMENT_MB = number(os.environ, "EENPLAN_ATTACHMENT_MB", 10, 1, 50)
ATTACHMENTS_MOST = number(os.environ, "EENPLAN_ATTACHMENTS_MOST", 10, 1, 50)
ATTACHMENTS_IN_FILE = 100
# Kept in memory while a page is answered, and never more than one paper: no file of a visitor on a disk.
FILE_UPLOAD_HANDLERS = ["eenplan.web.shared.uploads.OnePaper"]
# What is larger is not even read: nobody sends that by mistake.
REQUEST_MOST_BYTES = 100 * 1024 * 1024

# No personal data in logs: no message of an error, no request, no address of a page (see `logs`). Nothing is mailed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "eenplan.config.logs.Quiet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
