"""Keep the translation catalogues up to date.

    python tests/scripts/catalogue.py update              extract texts, merge, compile
    python tests/scripts/catalogue.py translate FILE      take {"English": "Nederlands"} from a JSON file
    python tests/scripts/catalogue.py missing             list what is not translated or stale

A plural is given as {"{n} sheet": ["{n} blad", "{n} bladen"]}. ``--language`` chooses another catalogue: it
has the wording of the forms too, which for Dutch and English stands in ``forms/``. ``--folder`` is where the
catalogues are, if not in ``resources/locale``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from sms_desktop.core import forms

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = "sms_desktop"
KEYWORDS = {"tr": None, "_": None, "language": None, "mark": None, "ntr": (1, 2), "plural": (1, 2)}
IN_FORMS = ("nl", "en")
LOCALE = ROOT / "resources" / "locale"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def po_path(language: str, folder: Path = LOCALE) -> Path:
    """The catalogue of a language."""
    return folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def extracted(with_forms: bool = False) -> Catalog:
    """A template with every text in the source, and if asked for the English ones on the forms."""
    template = Catalog(domain=DOMAIN, project="SMS-tool Desktop", charset="utf-8")
    for _place, text in forms.texts(forms.load(ROOT / "forms")) if with_forms else ():
        if english := text.wording["en"]:
            template.add(english)
    found = extract_from_dir(ROOT / "sms_desktop", keywords=KEYWORDS)
    for _file, _line, message, _comments, context in found:
        if message:
            template.add(message, context=context)
    return template


def read(language: str, folder: Path = LOCALE) -> Catalog:
    """The catalogue as it stands, or an empty one."""
    path = po_path(language, folder)
    if not path.exists():
        return Catalog(locale=language, domain=DOMAIN, charset="utf-8")
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, domain=DOMAIN)
    # The file keeps no dates, for which Babel would take the time of reading.
    catalogue.creation_date = catalogue.revision_date = EPOCH
    return catalogue


def merged(language: str, folder: Path = LOCALE) -> Catalog:
    """The catalogue with today's texts; texts that are no longer in the source are dropped."""
    catalogue = read(language, folder)
    catalogue.update(extracted(with_forms=language not in IN_FORMS), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.project, catalogue.version = "SMS-tool Desktop", "1"
    catalogue.header_comment = "# SMS-tool Desktop. Kept up to date by tests/scripts/catalogue.py."
    for message in catalogue:
        message.locations = []
    for attribute in ("creation_date", "revision_date"):
        setattr(catalogue, attribute, EPOCH)
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The text of a .po file, sorted, without dates or line numbers that would only make noise."""
    out = BytesIO()
    write_po(out, catalogue, width=110, sort_output=True, no_location=True, omit_header=False)
    lines = out.getvalue().splitlines(keepends=True)
    noise = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Report-Msgid', b'"Last-Tr')
    return b"".join(line for line in lines if not line.startswith((*noise, b'"Language-Team', b"#  ")))


def as_mo(catalogue: Catalog) -> bytes:
    """The compiled catalogue."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def write(language: str, catalogue: Catalog, folder: Path = LOCALE) -> None:
    """Write .po and .mo."""
    path = po_path(language, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(catalogue))
    path.with_suffix(".mo").write_bytes(as_mo(read(language, folder)))


def missing(catalogue: Catalog) -> list[str]:
    """Texts without a translation."""
    return [str(message.id) for message in catalogue if message.id and not _is_translated(message)]


def _is_translated(message) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(strings) and not message.fuzzy


@contextmanager
def locked() -> Iterator[None]:
    """Let only one of several runs change the catalogues at a time."""
    lock = Path(tempfile.gettempdir()) / f"{DOMAIN}-catalogue.lock"
    for _attempt in range(600):
        try:
            lock.touch(exist_ok=False)
            break
        except FileExistsError:
            time.sleep(0.05)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def translate(language: str, pairs: dict[str, str | list[str]], folder: Path = LOCALE) -> None:
    """Put translations in the catalogue."""
    catalogue = merged(language, folder)
    for message in catalogue:
        key = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
        if key in pairs:
            value = pairs[key]
            message.string = tuple(value) if isinstance(value, list) else value
    write(language, catalogue, folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("action", choices=["update", "translate", "missing"])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--language", default="nl")
    parser.add_argument("--folder", type=Path, default=LOCALE)
    arguments = parser.parse_args()
    language, folder = arguments.language, arguments.folder
    with locked():
        if arguments.action == "update":
            write(language, merged(language, folder), folder)
        elif arguments.action == "translate":
            translate(language, json.loads(arguments.file.read_text(encoding="utf-8")), folder)
    for text in missing(merged(language, folder)):
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
