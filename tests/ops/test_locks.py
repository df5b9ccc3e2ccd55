"""The locks hold what the .in files ask for, each with hashes, and the two agree."""

import re

import pytest

from tests.ops.portal_process import ROOT

LOCKS = ["requirements", "requirements-dev", "bench/requirements-peers"]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)")


def normal(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> set[tuple[str, str]]:
    found = map(PIN.match, (ROOT / lock).read_text().splitlines())
    return {(normal(match[1]), match[2]) for match in found if match}


def asked(source: str) -> set[str]:
    lines = (ROOT / source).read_text().splitlines()
    return {normal(re.split(r"[\[<>=~ ]", line)[0]) for line in lines if line and line[0] not in "#-"}


@pytest.mark.parametrize("name", LOCKS)
def test_everything_asked_for_is_pinned(name):
    assert asked(f"{name}.in") <= {package for package, _ in pins(f"{name}.txt")}


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name):
    text = (ROOT / f"{name}.txt").read_text()
    requirements = re.findall(r"^(?=[A-Za-z0-9])(?:.*\\\n)*.*", text, re.MULTILINE)
    assert requirements
    assert [entry for entry in requirements if "--hash=sha256:" not in entry] == []


def test_development_runs_on_the_very_versions_of_the_product():
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_other_validators_share_the_versions_of_the_product():
    product = dict(pins("requirements.txt"))
    assert {
        name: version
        for name, version in pins("bench/requirements-peers.txt")
        if product.get(name, version) != version
    } == {}
