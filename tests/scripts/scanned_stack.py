"""A stack of filled quick scans as one scanned PDF, with its session and the ticks, to try the window with.

    python tests/scripts/scanned_stack.py FOLDER [--copies 40] [--mix ordinary|hard] [--seed S] [--shuffled]

Writes ``session.smsjson``, ``scan.pdf`` (fronts and backs, as a feeder gives them) and ``truth.json`` (the
ticks of each sheet) into the folder. The same seed gives the same pages.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from sms_desktop.storage import codec
from tests.scanning.batch import Batch, batch
from tests.scanning.filling import Mix, fill
from tests.scanning.paper import printed
from tests.scanning.scanner import Scanner


def stack(own: Batch, copies: int, mix: Mix, seed: int, *, is_shuffled: bool) -> tuple[list, dict]:
    """The scanned pages, and per sheet the fields that are ticked (``null`` where nobody knows)."""
    rng = np.random.default_rng(seed)
    scanner = replace(Scanner.some(rng, "grey", 200), upside_down=False)
    order = rng.permutation(copies) if is_shuffled else np.arange(copies)
    pages, truth = [], {}
    for sheet in order.tolist():
        is_turned = bool(rng.random() < 0.1)
        for index in (2 * sheet, 2 * sheet + 1):
            paper = printed(own.pdf, index, scanner.finer_dpi, rng, is_colour=False)
            page = own.pages[index]
            filled = fill(paper, page.fields, mix, rng)
            fed = replace(scanner, turned=float(rng.normal(0, 0.6)), upside_down=is_turned)
            pages.append(fed.scan(paper, rng))
            ticks = {name: each.value for name, each in filled.truth.items() if each.value is not False}
            truth.setdefault(page.sheet, {}).update(ticks)
    return pages, truth


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=int, default=40)
    parser.add_argument("--mix", choices=["ordinary", "hard"], default="ordinary")
    parser.add_argument("--seed", type=int, default=40)
    parser.add_argument("--shuffled", action="store_true")
    arguments = parser.parse_args()
    own = batch(copies=arguments.copies)
    pages, truth = stack(own, arguments.copies, arguments.mix, arguments.seed, is_shuffled=arguments.shuffled)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    first, *more = pages
    first.save(arguments.folder / "scan.pdf", save_all=True, append_images=more, resolution=200, quality=80)
    (arguments.folder / "session.smsjson").write_bytes(codec.encode(own.session))
    (arguments.folder / "truth.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
