"""The collector rests while much is made, and is on again afterwards, whatever happens meanwhile."""

import gc

import pytest

from diagnostics import diagnose, engine
from knowledge.pause import collection_paused


def test_it_is_off_inside_and_on_again_behind() -> None:
    with collection_paused():
        assert not gc.isenabled()
        with collection_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_on_again_after_a_failure() -> None:
    with pytest.raises(ValueError), collection_paused():
        raise ValueError
    assert gc.isenabled()


def test_a_diagnosis_is_made_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def judged(*arguments: object) -> object:
        seen.append(gc.isenabled())
        return real(*arguments)

    real = engine.judged
    monkeypatch.setattr(engine, "judged", judged)
    diagnose(b"<FACTURA/>")
    assert seen == [False]
    assert gc.isenabled()
