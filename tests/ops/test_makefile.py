"""The Makefile explains itself."""

import re
import shutil
import subprocess

import pytest

from tests.ops.portal_process import ROOT

PROMISED = {"run", "test", "test-long", "setup", "lint", "bench", "lock", "help"}


@pytest.mark.skipif(shutil.which("make") is None, reason="make: apt-get install make")
def test_help_lists_every_promised_command():
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make ([a-z-]+) +\S", told, re.MULTILINE)) >= PROMISED


def test_every_public_target_is_phony_and_explained():
    text = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())
    explained = set(re.findall(r"^([a-z-]+):.*## \S", text, re.MULTILINE))
    assert phony - explained == {"runtime"}
