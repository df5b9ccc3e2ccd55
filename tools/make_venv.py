"""Make or refresh .venv from a hashed lock, only when that lock changed.

    python3 tools/make_venv.py requirements.txt [more locks that this one contains]

Runs on a bare machine before anything is installed, also under a Python that is too old: standard
library only, and no syntax newer than Python 3.6, so that it can say what is missing.
"""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"


def complaint():
    """What this machine lacks, as a sentence that says what to install; None when it is complete."""
    version = "{}.{}".format(*sys.version_info)
    if sys.version_info < OLDEST:
        return (
            f"Python 3.11 or newer is needed and this is {version}.\n"
            "Debian, Ubuntu:  apt-get install python3.11 python3.11-venv\n"
            "Then:            make run PYTHON=python3.11"
        )
    # Debian ships `venv` without `ensurepip`: creating an environment would fail half-way.
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        return (
            f"This Python {version} cannot make virtual environments.\n"
            f"Debian, Ubuntu:  apt-get install python{version}-venv\n"
            "Then run the same command again."
        )
    return None


def fingerprint(lock):
    """What an installation depends on: the interpreter and the bytes of the lock."""
    digest = hashlib.sha256(lock.read_bytes())
    digest.update(sys.version.encode() + str(VENV).encode())
    return digest.hexdigest()


def stamp_of(lock):
    """The file that remembers which lock the environment holds."""
    return VENV / (lock.name + ".installed")


def is_installed(lock):
    stamp = stamp_of(lock)
    return stamp.is_file() and stamp.read_text() == fingerprint(lock)


def venv_python():
    return VENV / "bin" / "python"


def works():
    """Whether the environment runs with this Python's version: what it links to may be gone since."""
    if not venv_python().exists():
        return False
    probe = f"import pip, sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    return subprocess.run([str(venv_python()), "-c", probe], stderr=subprocess.DEVNULL).returncode == 0


def install(lock):
    """Create the environment where needed and install exactly what the lock names; pip's exit code."""
    if not works():
        print("Making .venv with Python {}.{}".format(*sys.version_info), flush=True)
        if VENV.exists():
            shutil.rmtree(str(VENV))
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    print(f"Installing {lock.name}: only when it changes, takes up to a minute", flush=True)
    command = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return subprocess.run([*command, "--no-input", "--require-hashes", "--requirement", str(lock)]).returncode


def main(names):
    problem = complaint()
    if problem:
        sys.exit(problem)
    locks = [ROOT / name for name in names]
    if is_installed(locks[0]):
        return
    code = install(locks[0])
    if code:
        sys.exit("The installation did not finish. Check the network, then run the same command again.")
    # A development lock contains the other one: what it installed need not be installed again.
    for lock in locks:
        stamp_of(lock).write_text(fingerprint(lock))


if __name__ == "__main__":
    main(sys.argv[1:])
