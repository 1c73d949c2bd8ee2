"""Every setting of the project in one module, with its values from the environment."""

from pathlib import Path

import environ
from celery.schedules import schedule
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from kla.evidence_storage import evidence_storage

env = environ.FileAwareEnv()

BASE_DIR = Path(__file__).resolve().parent.parent
KLA_ENV: str = env.str("KLA_ENV", "local")
if KLA_ENV not in {"local", "production"}:
    raise ImproperlyConfigured("KLA_ENV harus local atau production.")
PRODUCTION = KLA_ENV == "production"
DEBUG = env.bool("DEBUG", False)

DATA_DIR = Path(env.str("KLA_DATA_DIR", str(BASE_DIR / "var"))).resolve()
ASSETS_DIR = DATA_DIR / "assets"  # built from npm packages at set-up
FONTS_DIR = DATA_DIR / "fonts"  # fonts prepared for print at set-up
EVIDENCE_DIR = DATA_DIR / "evidence"  # outside the web root, random names
UPLOADS_DIR = DATA_DIR / "uploads"  # parts of files on their way, outside the web root too
REPORTS_DIR = DATA_DIR / "reports"
_made = (DATA_DIR, ASSETS_DIR, EVIDENCE_DIR, UPLOADS_DIR, REPORTS_DIR, DATA_DIR / "static")
for _directory in _made:
    _directory.mkdir(parents=True, exist_ok=True)

_LOCAL_KEY = "kunci-lokal-bukan-untuk-produksi"
SECRET_KEY = env.str("SECRET_KEY", _LOCAL_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
PUBLIC_URL = env.str("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")

if PRODUCTION:
    if SECRET_KEY == _LOCAL_KEY or len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
        raise ImproperlyConfigured("SECRET_KEY harus diisi nilai acak, paling sedikit 50 huruf.")
    if DEBUG:
        raise ImproperlyConfigured("DEBUG tidak boleh menyala di production.")
    if "ALLOWED_HOSTS" not in env.ENVIRON or not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS harus menyebut nama host, bukan *.")
    if not PUBLIC_URL.startswith("https://"):
        raise ImproperlyConfigured("PUBLIC_URL harus diawali https://.")

INSTALLED_APPS = [
    "kla.accounts",
    "kla.areas",
    "kla.audit",
    "clusters",
    "programmes",
    "reports",
    "allauth",
    "allauth.account",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "rules",
    "django_structlog",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kla.middleware.refuse_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kla.middleware.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kla.middleware.name_person",
    "kla.middleware.keep_their_clock",
    "kla.middleware.RequestLog",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["kla.templatetags.kla_ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kla.shell.shell",
                "reports.notices.notices",
            ],
        },
    }
]
ROOT_URLCONF = "kla.urls"
WSGI_APPLICATION = "kla.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'kla.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets pages be read while the worker writes; immediate transactions wait for the
    # write lock at their start instead of failing in the middle.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Jobs. The embedded broker keeps its messages as files; the truth about a report is its row.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem://"):
    _queue = DATA_DIR / "queue"
    for _name in ("messages", "processed", "control"):
        (_queue / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # One folder both ways: what the web process puts in, the worker takes out.
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "processed_folder": str(_queue / "processed"),
        "control_folder": str(_queue / "control"),
        "store_processed": False,
        "polling_interval": 0.2,  # seconds; a worker that found nothing looks again
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its queue as long as it takes
REPORT_SECTION_SECONDS = env.int("REPORT_SECTION_SECONDS", 60)  # most for rendering one section
REPORT_JOIN_SECONDS = env.int("REPORT_JOIN_SECONDS", 240)  # for the snapshot, and for the join
REPORT_JOB_SECONDS = env.int("REPORT_JOB_SECONDS", 1800)  # for all of a report, once laid out
REPORT_STALE_SECONDS = env.int("REPORT_STALE_SECONDS", 20)  # a step this silent is lost
REPORT_REAP_SECONDS = env.int("REPORT_REAP_SECONDS", 10)  # how often beat looks for lost jobs
CELERY_TASK_TIME_LIMIT = REPORT_SECTION_SECONDS
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50  # each new child reckons and reads the styles anew
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000  # KiB at its peak so far, looked at between tasks
WORKER_CHILD_MOST_MEGABYTES = env.int("WORKER_CHILD_MOST_MEGABYTES", 0)  # 0: see kla/memory.py
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
_DAILY = schedule(24 * 3600)
CELERY_BEAT_SCHEDULE = {
    "reap-reports": {"task": "reports.tasks.reap", "schedule": schedule(REPORT_REAP_SECONDS)},
    "clean-uploads": {"task": "clusters.tasks.clean_uploads", "schedule": _DAILY},
    "forget-names": {"task": "programmes.tasks.forget_names", "schedule": _DAILY},
    "clean-reports": {"task": "reports.publish_tasks.clean_reports", "schedule": _DAILY},
}

# Old drafts of the report, failed and cancelled ones go after so many days, but the newest draft
# of each year stays; rendered sections that nothing used for so many days go too.
REPORT_DRAFTS_KEPT_DAYS = env.int("REPORT_DRAFTS_KEPT_DAYS", 30)
REPORT_SECTIONS_KEPT_DAYS = env.int("REPORT_SECTIONS_KEPT_DAYS", 30)
REPORT_CHECK_BYTES = env.int("REPORT_CHECK_BYTES", 60 * 1024 * 1024)  # of a file to be checked

# Signing published reports: a PKCS#12 file of any provider, and where its time stamps come from
# (RFC 3161). Without the first nothing is signed; without the second there is no time stamp.
REPORT_SIGN_P12 = env.str("REPORT_SIGN_P12", "")
REPORT_SIGN_PASSWORD = env.str("REPORT_SIGN_PASSWORD", "").rstrip("\r\n")  # as a file ends
REPORT_SIGN_TSA = env.str("REPORT_SIGN_TSA", "")
REPORT_SIGN_TSA_USER = env.str("REPORT_SIGN_TSA_USER", "")
REPORT_SIGN_TSA_PASSWORD = env.str("REPORT_SIGN_TSA_PASSWORD", "").rstrip("\r\n")

# How long the names of adults who were trained are kept after the training, at most.
NAMES_KEPT_YEARS = env.int("NAMES_KEPT_YEARS", 5)

# People. Accounts are made by an admin; nobody signs up.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "clusters:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "kla.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to an address that belongs to no account
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = False  # axes counts failures; two counters would contradict each other
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_USERNAME_CALLABLE = "kla.accounts.adapter.folded_username"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 3600
ACTIVATION_LINK_HOURS = 72
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
MAIL_IS_SET = "EMAIL_URL" in env.ENVIRON
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "kla@localhost")

# Words, numbers and times
LANGUAGE_CODE = "id"
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Jakarta"  # only where no city says otherwise; see kla/areas/timezones.py
USE_TZ = True

# Files
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ASSETS_DIR]
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
STORAGES["evidence"] = evidence_storage(env)
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False
EVIDENCE_MAX_BYTES = 20 * 1024 * 1024
UPLOAD_PIECE_BYTES = 1024 * 1024  # of one request; below DATA_UPLOAD_MAX_MEMORY_SIZE
UPLOADS_AT_ONCE = 20  # unfinished ones of a person
UPLOAD_KEEP_HOURS = 48  # how long an unfinished one waits to be gone on with
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# The browser's fences
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^sehat/"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]
CRISPY_TEMPLATE_PACK = "bootstrap5"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"mask": {"()": "kla.masking.Mask"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["mask"]}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
