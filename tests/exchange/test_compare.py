"""Many sessions compared, as the five-sector study did."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sms_desktop import cross_case, example, i18n
from sms_desktop.core import cases, edits, fields
from sms_desktop.core.cases import Comparison, Named
from sms_desktop.core.forms import SIDES, FormSet, SideId
from sms_desktop.core.session import WHOLE, Session
from sms_desktop.exchange.compare import compare_folder
from sms_desktop.storage import codec, files
from tests.core.sessions import empty, with_organisations, with_sheets, with_tally

NL = i18n.language("nl")

# The five cases of the study: sector, practice partners, education partners (slide 2.3).
STUDY = [("ict", 5, 3), ("technology", 5, 5), ("education", 5, 4), ("economics", 5, 2), ("care", 4, 3)]


def study(form_set: FormSet) -> list[Session]:
    """Five sessions of that shape, in another order. Those in ICT say Ja to *eigen missie*, others Nee."""
    found = []
    for sector, practice, education in reversed(STUDY):
        said = " mission=yes" if sector == "ict" else " mission=no"
        names = [f"p{number}{said}" for number in range(practice)]
        names += [f"e{number}{said}" for number in range(education)]
        session = with_organisations(replace(empty(form_set), id=sector), *names)
        found.append(edits.set_answer(session, WHOLE, "session.sector", sector))
    return found


def compared(form_set: FormSet, *sessions: Session) -> Comparison:
    return cases.compare([cases.case_of(each, f"{each.id}.smsjson") for each in sessions], form_set)


def test_the_table_of_the_study(form_set: FormSet) -> None:
    comparison = compared(form_set, *study(form_set))
    table = [(each.id, each.partners["practice"], each.partners["education"]) for each in comparison.sectors]
    assert table == STUDY
    assert comparison.everything.partners == {"practice": 24, "education": 17}
    kinds = {each.id: (each.cases, each.partners["practice"]) for each in comparison.partnerships}
    assert kinds == {"public_public": (2, 9), "public_private": (3, 15)}
    assert comparison.everything.motives["practice"]["mission"] == Named(count=5, of=24)
    assert comparison.partnerships[0].motives["education"]["mission"] == Named(count=0, of=7)
    assert comparison.partnerships[1].motives["education"]["mission"] == Named(count=3, of=10)


ONE: dict[str, tuple[list[str], SideId, str, Named | None]] = {
    # organisations, side, motive -> named
    "nobody": ([], "practice", "mission", None),
    "nobody answered": (["p1"], "practice", "mission", None),
    "Ja and Nee both is open": (["p1 mission=both"], "practice", "mission", None),
    "Ja of two": (["p1 mission=yes", "p2 mission=no", "p3"], "practice", "mission", Named(count=1, of=2)),
    "who has left": (["p1 mission=yes left", "p2 mission=no"], "practice", "mission", Named(count=0, of=1)),
    "the other side": (["p1 mission=yes"], "education", "mission", None),
    "a free row is of one session": (["p1 other_1=yes"], "practice", "other_1", None),
    "a linked free row": (
        ["p1 other_1=yes other_1=->knowledge"],
        "practice",
        "knowledge",
        Named(count=1, of=1),
    ),
}


@pytest.mark.parametrize("case", ONE)
def test_motives_of_a_case(form_set: FormSet, case: str) -> None:
    organisations, side, motive, expected = ONE[case]
    one = cases.case_of(with_organisations(empty(form_set), *organisations), "x")
    assert one.motives[side].get(motive) == expected


def test_clusters_of_a_case_are_those_of_the_overview(form_set: FormSet) -> None:
    session = with_tally(with_sheets(empty(form_set), "e L|K", "p !|"), "education", 4, legitimising=3)
    one = cases.case_of(session, "x")
    assert one.clusters["education"]["legitimising"] == Named(count=4, of=6)
    assert one.clusters["practice"]["capital"] == Named(count=1, of=1)
    assert one.sheets == 2


def test_the_example_added_up_by_hand(form_set: FormSet) -> None:
    """Two of the same: everything twice what its file says, counted from the answers."""
    session = example.build(form_set)
    comparison = compared(form_set, session, replace(session, id="again"))
    for side in SIDES:
        asked = session.of_side(side)
        for motive in ("mission", "knowledge", "network"):
            yes = sum(fields.yes(motive) in each.answers for each in asked)
            no = sum(fields.no(motive) in each.answers for each in asked)
            assert comparison.everything.motives[side][motive] == Named(count=2 * yes, of=2 * (yes + no))
        for cluster in form_set.clusters:
            ticked = sum(fields.tick(side, cluster.id) in each.answers for each in session.sheets)
            named = comparison.everything.clusters[side][cluster.id]
            assert (named.count, named.of) == (2 * ticked, 24)


def test_sectors_that_were_typed_stand_after_those_of_the_form_and_unknown_ones_last(
    form_set: FormSet,
) -> None:
    sessions = []
    for number, sector in enumerate(["", "visserij", "Zorg", "Visserij", "Bouw", "ICT", "care"]):
        session = replace(empty(form_set), id=f"s{number}")
        sessions.append(edits.set_answer(session, WHOLE, "session.sector", sector))
    groups = [(each.id.casefold(), each.cases) for each in compared(form_set, *sessions).sectors]
    assert groups == [("ict", 1), ("care", 2), ("bouw", 1), ("visserij", 2), ("", 1)]


def test_nothing_to_compare(form_set: FormSet) -> None:
    comparison = compared(form_set)
    assert (comparison.cases, comparison.sectors, comparison.partnerships) == ((), (), ())
    assert comparison.everything.cases == 0
    assert Named().share is None


# A folder ---------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(form_set: FormSet, tmp_path: Path) -> Path:
    """Five good sessions (one in a folder inside), a copy, three damaged files, and others."""
    for session in study(form_set):
        path = tmp_path / f"{session.id}.smsjson"
        path.write_bytes(codec.encode(session))
    (tmp_path / "more").mkdir()
    (tmp_path / "care.smsjson").rename(tmp_path / "more" / "zorg.json")
    (tmp_path / "more" / "copy of ict.SMSJSON").write_bytes((tmp_path / "ict.smsjson").read_bytes())
    (tmp_path / "cut.smsjson").write_bytes((tmp_path / "ict.smsjson").read_bytes()[:500])
    (tmp_path / "other.json").write_text("[1, 2]")
    (tmp_path / "newer.smsjson").write_text('{"format": "sms-session", "version": 999}')
    (tmp_path / "notes.txt").write_text("no session")
    (tmp_path / ".hidden.json").write_text("no session")
    (tmp_path / "folder.json").mkdir()
    return tmp_path


def test_damaged_files_are_listed_and_the_rest_is_compared(form_set: FormSet, folder: Path) -> None:
    done = compare_folder(folder, form_set)
    assert [(case.sector, case.file) for case in done.comparison.cases] == [
        ("ict", "ict.smsjson"),
        ("technology", "technology.smsjson"),
        ("education", "education.smsjson"),
        ("economics", "economics.smsjson"),
        ("care", "more/zorg.json"),
    ]
    assert [(each.file, type(each.error)) for each in done.damaged] == [
        ("cut.smsjson", codec.NotJsonError),
        ("newer.smsjson", codec.NewerVersionError),
        ("other.json", codec.NotASessionError),
    ]
    assert [(each.file, each.same_as) for each in done.duplicates] == [
        ("more/copy of ict.SMSJSON", "ict.smsjson")
    ]
    assert done.is_whole


def test_progress_and_cancel(form_set: FormSet, folder: Path) -> None:
    heard: list[tuple[int, int]] = []
    compare_folder(folder, form_set, progress=lambda *done: heard.append(done))
    assert heard == [(number, 9) for number in range(1, 10)]
    stopped = compare_folder(folder, form_set, is_cancelled=lambda: True)
    assert not stopped.is_whole
    assert len(stopped.comparison.cases) + len(stopped.damaged) == 1


@pytest.mark.parametrize("name", ["missing", "file.smsjson"])
def test_what_is_no_folder_is_refused(form_set: FormSet, tmp_path: Path, name: str) -> None:
    (tmp_path / "file.smsjson").write_text("x")
    with pytest.raises(files.StorageError):
        compare_folder(tmp_path / name, form_set)


def test_the_table_in_words(form_set: FormSet, folder: Path) -> None:
    done = compare_folder(folder, form_set)
    lines = cross_case.as_text(done, form_set, NL).splitlines()
    assert lines[0] == "5 sessies"
    assert lines[1].split("  ")[-1] == "alle"
    heads = [each for each in lines[1].split("  ") if each]
    assert [each.strip() for each in heads] == [
        *["ICT", "Techniek", "Educatie", "Economie", "Zorg"],
        *["Publiek-publiek", "Publiek-privaat", "alle"],
    ]
    practice = next(line for line in lines if line.startswith("Praktijkpartner "))
    assert practice.split()[1:] == ["5", "5", "5", "5", "4", "9", "15", "24"]
    assert any("cut.smsjson" in line for line in lines)
