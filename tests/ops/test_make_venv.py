"""A machine that lacks something is told what to install."""

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest

from tools import make_venv


def test_complete_machine_has_nothing_to_say():
    assert make_venv.complaint() is None


def test_old_python_is_named_with_the_package_to_install(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert "this is 3.9" in make_venv.complaint()
    assert "apt-get install python3.11" in make_venv.complaint()


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_missing_venv_names_the_package_of_this_python(monkeypatch, missing):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else found(name))
    assert "apt-get install python{}.{}-venv".format(*sys.version_info) in make_venv.complaint()


@pytest.fixture
def installs(monkeypatch, tmp_path):
    """The locks that would have been installed, in an empty project folder."""
    for lock in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(make_venv.ROOT / lock, tmp_path)
    done = []
    monkeypatch.setattr(make_venv, "ROOT", tmp_path)
    monkeypatch.setattr(make_venv, "VENV", tmp_path / ".venv")

    def install(lock: Path) -> int:
        make_venv.VENV.mkdir(exist_ok=True)
        done.append(lock.name)
        return 0

    monkeypatch.setattr(make_venv, "install", install)
    return done


def test_unchanged_lock_is_installed_once(installs):
    make_venv.main(["requirements.txt"])
    make_venv.main(["requirements.txt"])
    assert installs == ["requirements.txt"]


def test_changed_lock_is_installed_again(installs):
    make_venv.main(["requirements.txt"])
    with (make_venv.ROOT / "requirements.txt").open("a") as lock:
        lock.write("# changed\n")
    make_venv.main(["requirements.txt"])
    assert installs == ["requirements.txt", "requirements.txt"]


def test_development_lock_serves_the_run_too(installs):
    make_venv.main(["requirements-dev.txt", "requirements.txt"])
    make_venv.main(["requirements.txt"])
    assert installs == ["requirements-dev.txt"]


def test_failed_installation_is_tried_again(installs, monkeypatch):
    monkeypatch.setattr(make_venv, "install", lambda lock: 1)
    with pytest.raises(SystemExit, match="did not finish"):
        make_venv.main(["requirements.txt"])
    assert not make_venv.is_installed(make_venv.ROOT / "requirements.txt")
