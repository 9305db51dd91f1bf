"""What the systems are told about the program: its name, its version, its kind of file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

NAME = "SMS-tool"
_DESCRIPTION = "Strategische motieven voor samenwerking"


def version(root: Path) -> str:
    """The version of the package, read without importing it."""
    text = (root / "sms_desktop" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    assert found is not None
    return found.group(1)


def for_windows(program: str, number: str) -> Any:
    """What Windows shows under *Properties, Details*."""
    from PyInstaller.utils.win32 import versioninfo as info

    parts = [int(each) for each in re.findall(r"\d+", number)[:4]]
    four = tuple([*parts, 0, 0, 0, 0][:4])
    strings = {
        "CompanyName": NAME,
        "FileDescription": f"{NAME}: {_DESCRIPTION}",
        "FileVersion": number,
        "InternalName": program,
        "LegalCopyright": "MIT",
        "OriginalFilename": f"{program}.exe",
        "ProductName": NAME,
        "ProductVersion": number,
    }
    table = info.StringTable("040904B0", [info.StringStruct(key, value) for key, value in strings.items()])
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=four, prodvers=four, mask=0x3F, flags=0, OS=0x40004, fileType=1),
        kids=[
            info.StringFileInfo([table]),
            info.VarFileInfo([info.VarStruct("Translation", [0x409, 1200])]),
        ],
    )


def for_mac(number: str) -> dict[str, Any]:
    """Info.plist: which file the program opens, and that it draws sharp."""
    kind = "nl.sms-tool.session"
    return {
        "CFBundleDisplayName": NAME,
        "CFBundleExecutable": "sms-desktop-window",
        "LSBackgroundOnly": False,
        "CFBundleShortVersionString": number,
        "CFBundleDevelopmentRegion": "nl",
        "CFBundleLocalizations": ["nl", "en"],
        "NSHighResolutionCapable": True,
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": f"{NAME} session",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [kind],
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": kind,
                "UTTypeDescription": f"{NAME} session",
                "UTTypeConformsTo": ["public.json"],
                "UTTypeTagSpecification": {"public.filename-extension": ["smsjson"]},
            }
        ],
    }
