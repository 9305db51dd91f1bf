"""Write ``resources/session.schema.json``: the JSON Schema of a session, made from the types.

python tests/scripts/schema.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from sms_desktop.core.session import VERSION, Session

PATH = Path(__file__).resolve().parents[2] / "resources" / "session.schema.json"


def schema() -> dict[str, Any]:
    """The schema as a value."""
    made = msgspec.json.schema(Session)
    session = made["$defs"]["Session"]
    session["required"] = ["format", "version", *session["required"]]
    session["properties"]["version"] |= {"minimum": 1, "maximum": VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"SMS-tool session, version {VERSION}",
        **made,
    }


def text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    PATH.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
