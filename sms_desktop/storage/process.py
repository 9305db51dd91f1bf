"""Which process on which machine: enough to know that the maker of a lock is dead.

No ``socket`` is needed for the name of the machine; ``platform.node`` would load it on Windows.
"""

from __future__ import annotations

import contextlib
import ctypes
import getpass
import os
import struct
import sys
from functools import cache
from pathlib import Path

import msgspec

from sms_desktop.core.digests import sha256


class Process(msgspec.Struct, frozen=True, kw_only=True):
    """A process of this or another machine. What this system cannot tell is ``""``.

    ``boot`` names the machine and its start; ``started`` tells processes with the same number apart.
    """

    pid: int = 0
    boot: str = ""
    started: str = ""
    host: str = ""
    user: str = ""

    @property
    def is_of_this_start(self) -> bool:
        """Whether it ran on this machine since it was last started, as far as that can be known."""
        return bool(self.boot) and self.boot == _boot()

    @property
    def is_dead(self) -> bool:
        """Whether it certainly runs no more. A process that cannot be judged is not dead."""
        if not self.is_of_this_start or not self.started:
            return False
        started = _started(self.pid) if 0 < self.pid < 1 << 31 else ""
        return started is not None and started != self.started


@cache
def _this(pid: int) -> Process:
    return Process(pid=pid, boot=_boot(), started=_started(pid) or "", host=_host(), user=_user())


def this_process() -> Process:
    """The process that runs this."""
    return _this(os.getpid())


def _host() -> str:
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def _nothing_if_gone(pid: int) -> str | None:
    """``""`` if no process has this number; ``None`` if one has, of which nothing may be known."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except OSError:
        pass
    return None


if sys.platform == "win32":

    @cache
    def _boot() -> str:
        import winreg

        memory = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
        found = []
        for key, name in ((r"SOFTWARE\Microsoft\Cryptography", "MachineGuid"), (memory, "BootId")):
            try:
                with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
                    found.append(str(winreg.QueryValueEx(opened, name)[0]))
            except OSError:
                return ""
        return _shortened("/".join(found))

    def _started(pid: int) -> str | None:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return None if ctypes.get_last_error() == 5 else ""  # 5: not allowed to know
        times = [ctypes.c_ulonglong() for _ in range(4)]
        code = ctypes.c_ulong()
        try:
            handle = ctypes.c_void_p(handle)
            kernel.GetExitCodeProcess(handle, ctypes.byref(code))
            fine = kernel.GetProcessTimes(handle, *(ctypes.byref(each) for each in times))
        finally:
            kernel.CloseHandle(handle)
        still_active = 259
        return str(times[0].value) if fine and code.value == still_active else ""

elif sys.platform == "darwin":

    @cache
    def _boot() -> str:
        size = ctypes.c_size_t(128)
        buffer = ctypes.create_string_buffer(128)
        library = ctypes.CDLL(None)
        if library.sysctlbyname(b"kern.bootsessionuuid", buffer, ctypes.byref(size), None, 0) != 0:
            return ""
        return _shortened(buffer.value.decode("ascii", "replace"))

    def _started(pid: int) -> str | None:
        buffer = ctypes.create_string_buffer(136)  # struct proc_bsdinfo; the start is at byte 120
        size = ctypes.CDLL("/usr/lib/libproc.dylib").proc_pidinfo(pid, 3, ctypes.c_uint64(0), buffer, 136)
        if size == 136:
            return "{}.{:06}".format(*struct.unpack_from("=QQ", buffer.raw, 120))
        return _nothing_if_gone(pid)

else:

    @cache
    def _boot() -> str:
        try:
            boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
            # In a container the numbers of processes are its own.
            return _shortened(f"{boot}/{Path('/proc/self/ns/pid').readlink()}")
        except OSError:
            return ""

    def _started(pid: int) -> str | None:
        with contextlib.suppress(OSError, IndexError):
            status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
            # The name of the program stands in brackets and may itself hold spaces and brackets.
            parts = status.rpartition(")")[2].split()
            return "" if parts[0] in "ZX" else parts[19]
        return _nothing_if_gone(pid)


def _shortened(text: str) -> str:
    """A machine's own numbers are nobody else's business: only whether two are the same is kept."""
    return sha256(text.encode()).hexdigest()[:16]
