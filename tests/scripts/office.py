"""Look at documents and workbooks with an independent reader: LibreOffice makes pages and pictures of them.

    python tests/scripts/office.py OUT [FOLDER]

Writes the report (.docx), the data (.xlsx) and the comparison (.xlsx, of the sessions in FOLDER, else of the
example) into OUT, and what LibreOffice reads in them as .pdf and, where poppler is there, as a .png for each
page. Says what is not as it should be: a file that cannot be read, a heading or a text that is lost.
Without LibreOffice (Debian: libreoffice-writer-nogui libreoffice-calc-nogui) it says so and does nothing.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdf

PATIENCE = 180
"""Seconds for one file; the first start of LibreOffice takes some."""


def made(out: Path, folder: Path | None) -> dict[Path, tuple[str, ...]]:
    """The files, each with texts that a reader must find in it."""
    from sms_desktop import example, i18n
    from sms_desktop.core import forms
    from sms_desktop.core.session import WHOLE, text_at
    from sms_desktop.exchange import compare, document, tables
    from sms_desktop.paper.report import Request
    from sms_desktop.paths import shipped
    from sms_desktop.storage import codec

    form_set, nl = forms.load(shipped("forms")), i18n.language("nl")
    session = example.build(form_set)
    environment = text_at(session, WHOLE, "session.environment")
    names = tuple(each.name for each in session.organisations)
    if folder is None:
        folder = out / "sessies"
        folder.mkdir(exist_ok=True)
        (folder / "voorbeeld.smsjson").write_bytes(codec.encode(session))
        (folder / "kapot.smsjson").write_text("{")
    compared = compare.compare_folder(folder, form_set)
    files = {
        "verslag.docx": (
            document.report(session, Request(), nl),
            (environment, "Over de sessie", "Verwachtingsspiegel", "De methode", *names),
        ),
        "gegevens.xlsx": (tables.as_xlsx([session], nl), (environment, "phase1.mission.yes", *names)),
        "vergelijking.xlsx": (compare.as_xlsx(compared, form_set, nl), ("Eigen missie", "Legitimerend")),
    }
    for name, (data, _texts) in files.items():
        (out / name).write_bytes(data)
    return {out / name: texts for name, (_data, texts) in files.items()}


def read(office: str, path: Path) -> Path | None:
    """The pages that LibreOffice makes of a file, as PDF beside it; ``None`` if it cannot read it."""
    with tempfile.TemporaryDirectory() as profile:
        command = [office, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
        subprocess.run(command, check=False, capture_output=True, timeout=PATIENCE)
    pages = path.with_suffix(".pdf")
    return pages if pages.exists() else None


def looked_at(office: str, path: Path, texts: tuple[str, ...]) -> list[str]:
    """What is wrong with a file, in sentences; its pages are drawn beside it."""
    path.with_suffix(".pdf").unlink(missing_ok=True)
    pages = read(office, path)
    if pages is None:
        return [f"{path.name}: LibreOffice cannot read it"]
    found = " ".join(page.extract_text() for page in pypdf.PdfReader(pages).pages)
    seen = "".join(found.split())
    if painter := shutil.which("pdftoppm"):
        subprocess.run([painter, "-r", "60", "-png", pages, pages.with_suffix("")], check=True)
    return [f"{path.name}: {text!r} is lost" for text in texts if "".join(text.split()) not in seen]


def main() -> int:
    """The exit code: 0 when all is well or LibreOffice is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("folder", type=Path, nargs="?")
    options = parser.parse_args()
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        print("Skipped: LibreOffice (soffice) is not installed here.")
        return 0
    options.out.mkdir(parents=True, exist_ok=True)
    wrong = []
    for path, texts in made(options.out, options.folder).items():
        told = looked_at(office, path, texts)
        print(f"{path.name}: {'; '.join(told) or 'read'}")
        wrong += told
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
