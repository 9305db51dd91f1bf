"""Digests of Python itself say what those of OpenSSL say."""

from __future__ import annotations

import hashlib
import importlib
import sys

import pytest

from sms_desktop.core import digests


@pytest.mark.parametrize("data", [b"", b"a", bytes(range(256)) * 5000])
def test_both_say_the_same(data: bytes) -> None:
    assert digests.sha256(data).hexdigest() == hashlib.sha256(data).hexdigest()
    assert digests.sha256(data).digest() == hashlib.sha256(data).digest()


def test_a_python_without_its_own_takes_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_sha2", "_sha256"):
        monkeypatch.setitem(sys.modules, name, None)
    try:
        assert importlib.reload(digests).sha256 is hashlib.sha256
    finally:
        monkeypatch.undo()
        importlib.reload(digests)
