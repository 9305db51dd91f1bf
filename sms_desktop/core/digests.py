"""SHA-256 for short data, from Python itself.

``hashlib`` loads OpenSSL, 3.5 MiB, only to be quicker with more data than a session ever holds. The standard
library's ``random`` goes the same way round it.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable
from typing import Protocol, cast


class _Hash(Protocol):
    def digest(self) -> bytes: ...

    def hexdigest(self) -> str: ...


def _builtin() -> Callable[[bytes], _Hash]:
    """The first there is: of Python 3.12 and later, of Python 3.11, of a Python without either."""
    for name in ("_sha2", "_sha256"):
        with contextlib.suppress(ImportError, AttributeError):
            return cast(Callable[[bytes], _Hash], importlib.import_module(name).sha256)
    import hashlib

    return hashlib.sha256


sha256 = _builtin()
