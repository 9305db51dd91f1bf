"""Values as a PDF holds them, from whatever program, as values of ours."""

from __future__ import annotations

import re
from typing import Any

from sms_desktop.core import edits
from sms_desktop.exchange.form_pdf.errors import TooLargeError

LONGEST_LIST = 100_000


def plain(item: Any) -> Any:
    """What stands behind a reference, and the value of a boolean."""
    item = item.get_object() if hasattr(item, "get_object") else item
    return item.value if type(item).__name__ == "BooleanObject" else item


def dictionary(item: Any) -> dict[str, Any]:
    item = plain(item)
    return item if isinstance(item, dict) else {}


def array(item: Any) -> list[Any]:
    item = plain(item)
    if not isinstance(item, list):
        return []
    if len(item) > LONGEST_LIST:
        raise TooLargeError("too long a list")
    return list(item)


def value_of(item: Any) -> str | float | None:
    """A value as a text; a number as a number; nothing for what is no value."""
    item = plain(item)
    if item is None or type(item).__name__ == "NullObject":
        return None
    if type(item).__name__ == "NameObject":
        return str(item)[1:]
    if isinstance(item, str | bytes):
        return text_of(item)
    if hasattr(item, "get_data"):
        return decoded_text(bytes(item.get_data()))
    return float("nan") if isinstance(item, list | dict) else float(item)


def text_of(item: Any) -> str | None:
    item = plain(item)
    if isinstance(item, bytes):
        return decoded_text(item)
    if not isinstance(item, str):
        return None
    return decoded_text(item.original_bytes) if hasattr(item, "original_bytes") else item


_MARKS = ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8"))
_ESCAPED_LANGUAGE = re.compile("\x1b[^\x1b]{0,20}\x1b")


def decoded_text(data: bytes) -> str:
    """A text string of a PDF: UTF-16 or UTF-8 behind a mark, else PDFDocEncoding.

    UTF-8 without a mark is no PDF, but is written; two or more of its bytes are hardly ever meant otherwise.
    """
    for mark, encoding in (
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xef\xbb\xbf", "utf-8"),
    ):
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return _ESCAPED_LANGUAGE.sub("", text)
    if not data.isascii():
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    from pypdf._codecs import _pdfdoc_encoding

    return "".join(_pdfdoc_encoding[byte] if byte >= 0x18 else chr(byte) for byte in data)


_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")


def normal(text: str) -> str:
    """One kind of line end and of space, and nothing that cannot be seen at the ends."""
    text = _ENDS.sub("\n", edits.clean(text)).replace("\xa0", " ")
    return _CONTROL.sub("", text).strip()
