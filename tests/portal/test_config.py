"""The embedded set-up starts from nothing; production only with its secrets."""

import stat
from pathlib import Path

import pytest

from portal import create_app
from portal.config import MissingConfiguration, kept_secret, settings

PRODUCTION = {
    "PORTAL_ENV": "production",
    "PORTAL_SECRET_KEY": "k" * 48,
    "PORTAL_DATABASE_URL": "postgresql+psycopg://portal@db/portal",
    "PORTAL_BROKER_URL": "redis://broker/0",
    "PORTAL_MAIL_URL": "file:///var/spool/ventanilla",
    "PORTAL_BASE_URL": "https://ventanilla.example",
    "PORTAL_TOTP_SECRETS": "x" * 43,
}


def test_fresh_checkout_starts_and_keeps_its_secret(tmp_path, monkeypatch):
    monkeypatch.delenv("PORTAL_ENV", raising=False)
    first = create_app({"INSTANCE_PATH": tmp_path / "instance"})
    again = create_app({"INSTANCE_PATH": tmp_path / "instance"})
    assert first.config["SECRET_KEY"] == again.config["SECRET_KEY"]
    assert len(first.config["SECRET_KEY"]) >= 48
    kept = tmp_path / "instance" / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"PORTAL_ENV"}))
def test_production_refuses_to_start_without(name):
    with pytest.raises(MissingConfiguration, match=name):
        settings({**PRODUCTION, name: ""}, Path("/nowhere"), {})


def test_production_refuses_a_short_secret():
    with pytest.raises(MissingConfiguration, match="32"):
        settings({**PRODUCTION, "PORTAL_SECRET_KEY": "short"}, Path("/nowhere"), {})


def test_production_refuses_a_way_out_for_mail_that_does_not_exist():
    with pytest.raises(MissingConfiguration, match="file://"):
        settings({**PRODUCTION, "PORTAL_MAIL_URL": "smtp://mail:587"}, Path("/nowhere"), {})


def test_production_has_no_demonstration_and_strict_cookies():
    config = settings({**PRODUCTION, "PORTAL_DEMO": "1"}, Path("/nowhere"), {})
    assert not config["DEMO"]
    assert config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert config["SESSION_COOKIE_SECURE"]
    assert config["TRUSTED_HOSTS"] == ["ventanilla.example"]


def test_unknown_mode_is_refused():
    with pytest.raises(MissingConfiguration, match="PORTAL_ENV"):
        settings({"PORTAL_ENV": "prod"}, Path("/nowhere"), {})


def test_secret_is_whole_when_two_start_at_once(tmp_path):
    path = tmp_path / "secret_key"
    path.write_text("theirs")
    assert kept_secret(path) == "theirs"
    assert list(tmp_path.iterdir()) == [path]
