"""No network: what the storage loads cannot open a socket."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import sms_desktop.storage

# Not "_socket": typing_extensions looks up the type of a capsule there, and opens nothing.
NETWORK = {"socket", "ssl", "_ssl", "http", "http.client", "urllib.request", "asyncio"}


def test_no_module_of_the_storage_loads_a_network_module() -> None:
    modules = [
        f"sms_desktop.storage.{each.name}" for each in pkgutil.iter_modules(sms_desktop.storage.__path__)
    ]
    assert len(modules) >= 10
    code = (
        f"import sys, importlib\nfor name in {[*modules, 'sms_desktop.core.merge']!r}:\n"
        "    importlib.import_module(name)\n"
        "from sms_desktop.storage.process import this_process\n"
        "this_process()\n"
        f"print(*sorted({NETWORK!r} & set(sys.modules)))\n"
        "print(*sorted(name for name in sys.modules if name.startswith(('PySide6', 'reportlab'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
