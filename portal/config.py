"""Configuration from PORTAL_* environment variables; docs/configuration.md lists them.

Without any variable this is the embedded set-up: everything in the instance folder, one machine, file mail.
Production asks for its secrets and refuses to start without them.
"""

import os
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
MEBIBYTE = 1024 * 1024
FILE_MAX_MB = 5
"""What one file may weigh, an input or an attachment; the texts take the figure from here."""
FILE_MAX = FILE_MAX_MB * MEBIBYTE


class MissingConfiguration(RuntimeError):
    """Production lacks something that has no safe default; the message names the variables."""


def instance_folder(env: Mapping[str, str]) -> Path:
    """Where the embedded set-up keeps its data: PORTAL_INSTANCE, else `instance/` of the checkout."""
    return Path(env.get("PORTAL_INSTANCE") or ROOT / "instance").resolve()


def settings(env: Mapping[str, str], instance: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """Flask's configuration for this environment, with `given` on top. Raises MissingConfiguration."""
    mode = given.get("PORTAL_ENV") or env.get("PORTAL_ENV", "embedded")
    if mode not in ("embedded", "production"):
        raise MissingConfiguration(f"PORTAL_ENV is 'embedded' or 'production', not {mode!r}.")
    production = mode == "production"
    if production:
        _refuse_without_secrets(env, given)
    secret = given.get("SECRET_KEY") or env.get("PORTAL_SECRET_KEY") or kept_secret(instance / "secret_key")
    return {
        "PORTAL_ENV": mode,
        "EMBEDDED": not production,
        "DEMO": not production and env.get("PORTAL_DEMO", "1") == "1",
        "SECRET_KEY": secret,
        "SECRET_KEY_FALLBACKS": env.get("PORTAL_SECRET_KEY_FALLBACKS", "").split() or None,
        **_addresses(env, given, production),
        "PROXIES": int(env.get("PORTAL_PROXIES", "0")),
        "FILE_MAX_MB": FILE_MAX_MB,
        "MAX_CONTENT_LENGTH": 11 * FILE_MAX,  # ten attachments and their form; each is limited on its own
        "MAX_FORM_MEMORY_SIZE": FILE_MAX + MEBIBYTE,  # a pasted input counts as form text
        "FILES_FOLDER": env.get("PORTAL_FILES") or str(instance / "files"),
        "MAIL_URL": env.get("PORTAL_MAIL_URL") or f"file://{instance / 'mail'}",
        "MAIL_SENDER": env.get("PORTAL_MAIL_SENDER") or "Ventanilla <ventanilla@localhost>",
        "RETENTION_DAYS": int(env.get("PORTAL_RETENTION_DAYS", "90")),
        "ANONYMOUS_MINUTES": 30,
        "STAFF_SECOND_FACTOR": True,
        "SQLALCHEMY_DATABASE_URI": env.get("PORTAL_DATABASE_URL")
        or f"sqlite:///{instance / 'portal.sqlite3'}",
        "CELERY": {
            "broker_url": env.get("PORTAL_BROKER_URL") or f"sqla+sqlite:///{instance / 'broker.sqlite3'}",
        },
        "RATELIMIT_STORAGE_URI": env.get("PORTAL_LIMITS_URL") or "memory://",
        **_cookies(production),
        **_security(env),
        **_languages(),
        **given,
    }


def _refuse_without_secrets(env: Mapping[str, str], given: Mapping[str, Any]) -> None:
    needed = {
        "PORTAL_SECRET_KEY": "SECRET_KEY",
        "PORTAL_DATABASE_URL": "SQLALCHEMY_DATABASE_URI",
        "PORTAL_BROKER_URL": "CELERY",
        "PORTAL_MAIL_URL": "MAIL_URL",
        "PORTAL_BASE_URL": "BASE_URL",
        "PORTAL_TOTP_SECRETS": "SECURITY_TOTP_SECRETS",
    }
    missing = [name for name, key in needed.items() if not env.get(name) and not given.get(key)]
    if missing:
        raise MissingConfiguration(f"Production needs {', '.join(missing)}. See docs/configuration.md.")
    mail = str(given.get("MAIL_URL") or env["PORTAL_MAIL_URL"])
    if not mail.startswith("file://"):
        raise MissingConfiguration(
            f"PORTAL_MAIL_URL begins with file://, the one way out so far, not {mail[:8]}…"
        )
    secret = str(given.get("SECRET_KEY") or env["PORTAL_SECRET_KEY"])
    if len(secret) < 32:
        raise MissingConfiguration("PORTAL_SECRET_KEY has fewer than 32 characters.")


def kept_secret(path: Path) -> str:
    """The secret in `path`, made on first use. Processes that start at once agree on one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)  # fails where another process was first: then theirs counts
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


def _addresses(env: Mapping[str, str], given: Mapping[str, Any], production: bool) -> dict[str, Any]:
    """Which hosts are answered, and the address that mails carry. Any other Host header is refused."""
    base = str(given.get("BASE_URL") or env.get("PORTAL_BASE_URL", "")).rstrip("/")
    hosts = env.get("PORTAL_HOSTS", "").split()
    if not production:
        return {"BASE_URL": base or None, "TRUSTED_HOSTS": ["localhost", "127.0.0.1", "[::1]", *hosts]}
    parts = urlsplit(base)
    return {
        "BASE_URL": base,
        "SERVER_NAME": parts.netloc,
        "PREFERRED_URL_SCHEME": parts.scheme,
        "TRUSTED_HOSTS": [parts.hostname, *hosts],
    }


def _cookies(production: bool) -> dict[str, Any]:
    prefix = "__Host-" if production else ""
    return {
        "SESSION_COOKIE_NAME": f"{prefix}session",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_NAME": f"{prefix}remember",
        "REMEMBER_COOKIE_SECURE": production,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "PREFERENCE_COOKIES_SECURE": production,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a long form must not fail on its age
        "WTF_CSRF_SSL_STRICT": production,
    }


def _security(env: Mapping[str, str]) -> dict[str, Any]:
    return {
        "SECURITY_TOTP_SECRETS": _numbered(env.get("PORTAL_TOTP_SECRETS", "")),
        "PASSWORD_MIN": 12,
    }


def _numbered(text: str) -> dict[str, str] | None:
    keys = text.split()
    return {str(number): key for number, key in enumerate(keys, 1)} or None


def _languages() -> dict[str, Any]:
    return {
        "BABEL_DEFAULT_LOCALE": "es",
        "BABEL_DEFAULT_TIMEZONE": "America/Bogota",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "portal" / "translations"),
        "LANGUAGES": ("es", "en"),
    }
