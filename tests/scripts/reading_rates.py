"""How often reading paper is wrong: filled pages are made, read by the program, and counted.

    python tests/scripts/reading_rates.py [--scan N] [--bilevel N] [--phone N] [--jobs 2]
        [--seed S | --report] [--first N] [--pages DIR [--only-make]] [--save DIR] [--cut-offs N]

For each channel and mix it makes N pages: coded sheets as the program prints them, filled in, scanned or
photographed, written to a file. Each file is read as the program reads what comes in.

Limits in the reader are fixed on one seed (``--seed``, the development seed 1 if none is given). Figures that
are reported come from another one (``--report``, seed 2031), run once: whoever looks at its failures and
then changes the reader has to take a new one. Each failure is printed by its name
(channel-mix-seed-number); ``--save DIR`` writes its file and a crop of each wrong box there, and
``--replay NAME …`` makes and reads it again.

What is counted, of the boxes on pages whose boxes were read:

- missed, false: a tick not seen, a tick that is not there, and no flag: silently wrong.
- unnoticed: silent about a mark that ought to be looked at (blacked out, beside the box, written over, a
  dot), though the value was not wrong.
- flagged: left to a person, for whatever reason; "in need" are those that ought to be.
- manual: pages that were not read, or read but must be assigned by hand; wrong page: taken for another one.

``--pages DIR`` keeps the pages that were made and uses them again: making takes ten times as long as reading.
Empty the folder after a change of the generator. ``--only-make`` makes them without reading any.

``--cut-offs N`` reads N pictures of each thing that can happen to paper (torn, covered, copied, foreign), and
says how they end.

Beside each count stands the largest rate that it does not rule out: the one-sided 95 % bound of Clopper and
Pearson (for 0 of n that is 1 - 0.05 ** (1 / n)).
"""

from __future__ import annotations

import argparse
import json
import pickle
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np

from sms_desktop.exchange.scan.known import KnownLayouts
from sms_desktop.exchange.scan.pictures import Unreadable, pictures
from sms_desktop.exchange.scan.reading import PageReading, Reader, Status
from tests.scanning.batch import batch
from tests.scanning.cutoffs import CUT_OFFS, nonsense
from tests.scanning.filling import Mix, Truth
from tests.scanning.samples import CHANNELS, MIXES, Channel, Sample, sample

DEVELOPMENT_SEED, REPORT_SEED = 1, 2031
Counts = Counter[str]


@dataclass(frozen=True)
class Failure:
    """What went wrong with a page. ``field`` is empty if it is about the page."""

    sample: str
    kind: str
    field: str
    told: str


def bound(count: int, of: int, confidence: float = 0.95) -> float:
    """The largest rate that ``count`` of ``of`` does not rule out (Clopper and Pearson, one-sided)."""
    if of == 0 or count >= of:
        return 1.0
    if count == 0:
        return 1 - (1 - confidence) ** (1 / of)
    low, high = count / of, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if _at_most(count, of, middle) < 1 - confidence else (middle, high)
    return high


def _at_most(count: int, of: int, rate: float) -> float:
    """How likely ``count`` or fewer of ``of`` are at this rate."""
    term = total = (1 - rate) ** of
    if term == 0.0:
        return 0.0
    for k in range(count):
        term *= (of - k) / (k + 1) * rate / (1 - rate)
        total += term
    return total


def score(made: Sample, read: PageReading) -> tuple[Counts, list[Failure]]:
    """What this reading of a page counts for, and what is wrong with it."""
    counts: Counts = Counter(pages=1)
    failures = []
    if read.status in (Status.MANUAL, Status.REFUSED):
        counts["manual"] += 1
        reason = read.reason.value if read.reason else ""
        counts[f"manual: {reason}"] += 1
        failures.append(Failure(made.name, "manual", "", reason))
    elif (read.sheet, read.form_page, read.code) != (made.page.sheet, made.page.number, made.page.code):
        counts["wrong page"] += 1
        failures.append(Failure(made.name, "wrong page", "", f"{read.sheet} {read.form_page} {read.code}"))
    for field in read.fields:
        if field.kind == "box":
            kind = verdict(made.filled.truth[field.field], bool(field.value), field.doubt is not None)
            truth = made.filled.truth[field.field]
            counts.update(["boxes", *kind])
            counts["ticked"] += truth.value is True
            counts["need"] += truth.review
            if field.doubt is not None and not truth.review:
                counts[f"flag: {field.doubt.value} / {truth.what or 'empty'}"] += 1
            told = (
                f"{truth.what or 'empty'} read as {field.value} ({field.doubt.value if field.doubt else ''})"
            )
            failures += [Failure(made.name, each, field.field, told) for each in kind if each in WRONG]
    return counts, failures


WRONG = ("missed", "false", "unnoticed")


def verdict(truth: Truth, value: bool, is_flagged: bool) -> list[str]:
    """What the reading of one box counts for."""
    if is_flagged:
        return ["flagged", "in need"] if truth.review else ["flagged"]
    if truth.value is not None and value is not truth.value:
        return ["false" if value else "missed"]
    return ["unnoticed"] if truth.review else []


@dataclass(frozen=True)
class Part:
    """Pages of one channel and mix. ``pages`` is where made pages are kept, ``save`` where failures go."""

    channel: Channel
    mix: Mix
    seed: int
    numbers: range
    pages: Path | None = None
    save: Path | None = None
    only_make: bool = False

    def made(self, number: int) -> Sample:
        """A page: as it was kept, or made now."""
        if self.pages is None:
            return sample(batch(), self.channel, self.mix, self.seed, number)
        path = self.pages / f"{self.channel}-{self.mix}-{self.seed}-{number}.pickle"
        if not path.exists():
            self.pages.mkdir(parents=True, exist_ok=True)
            made = pickle.dumps(sample(batch(), self.channel, self.mix, self.seed, number))
            whole = path.with_suffix(".new")
            whole.write_bytes(made)
            whole.replace(path)
        found = pickle.loads(path.read_bytes())
        assert isinstance(found, Sample)
        return found


def run(part: Part) -> tuple[Counts, list[Failure]]:
    """Make, read and count pages."""
    counts: Counts = Counter()
    failures = []
    reader = _reader()
    for number in part.numbers:
        start = time.process_time()
        made = part.made(number)
        counts["making ms"] += round((time.process_time() - start) * 1000)
        if part.only_make:
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, made.name + made.suffix)
            path.write_bytes(made.data)
            start = time.process_time()
            read = _read(reader, path)
            counts["reading ms"] += round((time.process_time() - start) * 1000)
        more, wrong = score(made, read)
        counts += more
        failures += wrong
        if part.save is not None and wrong:
            keep(part.save, made, wrong)
    return counts, failures


def _reader(*, pictures: bool = False) -> Reader:
    session = batch().session
    return Reader(session, KnownLayouts((session.form_set,), None), pictures=pictures)


def _read(reader: Reader, path: Path) -> PageReading:
    found = next(pictures(path))
    if isinstance(found, Unreadable):
        return PageReading(str(path), 1, Status.REFUSED, found.reason)
    return reader.read(found.image, str(path), found.page, found.bilevel)


def keep(folder: Path, made: Sample, wrong: list[Failure]) -> None:
    """Save the file of a page, how it was made, what went wrong, and its wrong boxes as they were read."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / (made.name + made.suffix)).write_bytes(made.data)
    lines = [made.about, f"{made.filled.pen}, {made.filled.shape}", *map(str, wrong)]
    (folder / f"{made.name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    reader = _reader(pictures=True)
    names = {each.field for each in wrong}
    for field in _read(reader, folder / (made.name + made.suffix)).fields:
        if field.field in names and field.crop:
            (folder / f"{made.name}-{field.field}.jpg").write_bytes(field.crop)


def in_processes(
    arguments: argparse.Namespace, seed: int
) -> Iterator[tuple[str, str, Counts, list[Failure]]]:
    """The counts of each channel and mix, from as many processes as asked for."""
    for channel in CHANNELS:
        count = getattr(arguments, channel)
        for mix in MIXES if count else ():
            runs = []
            for job in range(arguments.jobs):
                command = [sys.executable, __file__, "--part", channel, mix, str(arguments.first + job)]
                command += [str(arguments.first + count), str(arguments.jobs), "--seed", str(seed)]
                command += ["--save", str(arguments.save)] if arguments.save else []
                command += ["--pages", str(arguments.pages)] if arguments.pages else []
                command += ["--only-make"] if arguments.only_make else []
                runs.append(subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT))
            counts: Counts = Counter()
            failures = []
            for each in runs:
                output, _ = each.communicate()
                if each.returncode:
                    raise SystemExit("a process of the harness broke")
                found = json.loads(output)
                counts.update(found["counts"])
                failures += [Failure(*failure) for failure in found["failures"]]
            yield channel, mix, counts, failures


def told(counts: Counts, of: str, *names: str) -> str:
    """A count, and the bound that it proves, in percent."""
    count = sum(counts[name] for name in names)
    return f"{count:4} (≤ {bound(count, counts[of]) * 100:.3f} %)"


def report(channel: str, mix: str, counts: Counts, failures: list[Failure]) -> None:
    """A block of lines for one channel and mix, and its failures."""
    pages, boxes = counts["pages"], counts["boxes"]
    print(f"\n{channel}, {mix}: {pages} pages, {boxes} boxes, {counts['ticked']} ticked")
    print(f"  silently wrong  {told(counts, 'boxes', 'missed', 'false')}")
    print(f"    missed ticks  {told(counts, 'ticked', 'missed')} of the ticked")
    print(f"    false ticks   {told(counts, 'boxes', 'false')}")
    print(f"  unnoticed       {counts['unnoticed']:4} of {counts['need']} that ought to be looked at")
    share = counts["flagged"] / boxes * 100 if boxes else 0
    print(f"  flagged         {told(counts, 'boxes', 'flagged')} {share:.2f} %, {counts['in need']} in need")
    print(f"  pages by hand   {told(counts, 'pages', 'manual')} {counts['manual'] / pages * 100:.2f} %")
    print(f"  wrong page      {told(counts, 'pages', 'wrong page')}")
    reading, making = (counts[f"{what} ms"] / pages for what in ("reading", "making"))
    print(f"  CPU: reading {reading:.0f} ms a page, making {making:.0f} ms")
    for name, count in sorted(counts.items(), key=lambda each: -each[1]):
        if ": " in name:
            print(f"    {count:4} {name}")
    for each in failures:
        print(f"  {each.sample} {each.kind} {each.field} {each.told}")


def run_cut_offs(seeds: range) -> None:
    """How torn, covered and foreign pages end, and what of them is silent nonsense."""
    reader = _reader()
    total = nonsensical = 0
    for cut_off in CUT_OFFS:
        ends: Counts = Counter()
        for seed in seeds:
            case = cut_off.make(np.random.default_rng(seed))
            read = reader.read(case.image.convert("L"), cut_off.name, 1)
            wrong = nonsense(case, read)
            total, nonsensical = total + 1, nonsensical + bool(wrong)
            ends[f"{read.status.value}{f' ({read.reason.value})' if read.reason else ''}"] += 1
            for each in wrong:
                print(f"  {cut_off.name}, seed {seed}: {each}")
            if not cut_off.allows(read):
                print(f"  {cut_off.name}, seed {seed}: ended as {read.status.value}")
        print(f"{cut_off.name}: " + ", ".join(f"{count} {end}" for end, count in ends.most_common()))
    print(
        f"{total} pictures, {nonsensical} with something silently wrong (≤ {bound(nonsensical, total):.2%})"
    )


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for channel in CHANNELS:
        parser.add_argument(f"--{channel}", type=int, default=0, help="pages for each mix")
    parser.add_argument("--cut-offs", type=int, default=0, help="seeds for each of the cut-offs")
    parser.add_argument("--seed", type=int, default=DEVELOPMENT_SEED)
    parser.add_argument("--report", action="store_true", help=f"with seed {REPORT_SEED}, to be run once")
    parser.add_argument("--first", type=int, default=0, help="number of the first page")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--pages", type=Path, help="keep made pages here, and use those that are here")
    parser.add_argument("--only-make", action="store_true", help="make pages for --pages, read none")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--replay", nargs="+", default=[])
    parser.add_argument("--part", nargs=5, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    seed = REPORT_SEED if arguments.report else arguments.seed
    if arguments.part:
        channel, mix, first, end, step = arguments.part
        numbers = range(int(first), int(end), int(step))
        part = Part(channel, mix, seed, numbers, arguments.pages, arguments.save, arguments.only_make)
        counts, failures = run(part)
        print(json.dumps({"counts": counts, "failures": [list(vars(each).values()) for each in failures]}))
        return
    for name in arguments.replay:
        channel, mix, own_seed, number = name.split("-")
        numbers = range(int(number), int(number) + 1)
        part = Part(channel, mix, int(own_seed), numbers, arguments.pages, arguments.save)
        report(channel, mix, *run(part))
    if arguments.cut_offs:
        run_cut_offs(range(seed + arguments.first, seed + arguments.first + arguments.cut_offs))
    for channel, mix, counts, failures in in_processes(arguments, seed):
        if not arguments.only_make:
            report(channel, mix, counts, failures)


if __name__ == "__main__":
    main()
