"""Many sessions compared, as the five-sector study did."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from sms_desktop import cross_case as in_words
from sms_desktop import example, i18n
from sms_desktop.core import cases, edits, fields
from sms_desktop.core.cases import Comparison, Named
from sms_desktop.core.forms import SIDES, FormSet, SideId
from sms_desktop.core.session import WHOLE, Session
from sms_desktop.exchange import compare
from sms_desktop.exchange.compare import compare_folder
from sms_desktop.paper import cross_case
from sms_desktop.paper.geometry import Text
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
    for before in (0, 1, 3):  # in the listing, or after so many files
        heard.clear()
        stopped = compare_folder(
            folder,
            form_set,
            progress=lambda *done: heard.append(done),
            is_cancelled=lambda least=before: len(heard) >= least,
        )
        assert not stopped.is_whole
        assert len(stopped.comparison.cases) + stopped.left_out == before


@pytest.mark.parametrize(
    ("name", "error"), [("missing", files.MissingError), ("file.smsjson", files.NotAFolderError)]
)
def test_what_is_no_folder_is_refused(
    form_set: FormSet, tmp_path: Path, name: str, error: type[files.StorageError]
) -> None:
    (tmp_path / "file.smsjson").write_text("x")
    with pytest.raises(error):
        compare_folder(tmp_path / name, form_set)


def test_the_table_in_words(form_set: FormSet, folder: Path) -> None:
    done = compare_folder(folder, form_set)
    lines = in_words.as_text(done, form_set, NL).splitlines()
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


# Both sides beside each other -------------------------------------------------------------------------------

BESIDE: dict[str, tuple[list[str], str, tuple[Named | None, Named | None]]] = {
    # organisations, motive -> education, practice
    "both lists": (
        ["e1 mission=yes", "p1 mission=no"],
        "mission",
        (Named(count=1, of=1), Named(count=0, of=1)),
    ),
    "nobody on a side": (["p1 mission=yes"], "mission", (Named(), Named(count=1, of=1))),
    "nobody at all": ([], "mission", (Named(), Named())),
    "only on the list of education": (["e1 visibility=no"], "visibility", (Named(count=0, of=1), None)),
    "only on the list of practice": (["p1 recruitment=yes"], "recruitment", (None, Named(count=1, of=1))),
}


@pytest.mark.parametrize("case", BESIDE)
def test_a_motive_of_both_sides(form_set: FormSet, case: str) -> None:
    organisations, motive, expected = BESIDE[case]
    comparison = compared(form_set, with_organisations(empty(form_set), *organisations))
    line = next(each for each in cases.lines(comparison, form_set) if each.motive == motive)
    assert tuple(line.named(comparison.everything, side) for side in SIDES) == expected


def test_every_cluster_is_followed_by_its_motives(form_set: FormSet) -> None:
    lines = cases.lines(compared(form_set), form_set)
    assert [line.cluster for line in lines if not line.motive] == [each.id for each in form_set.clusters]
    for line in lines:
        if line.motive:
            assert form_set.motive(line.motive).cluster == line.cluster
    assert {line.motive for line in lines if line.motive} == {each.id for each in form_set.ordered_motives()}


NARROWED: dict[str, tuple[str | None, str | None, list[str]]] = {
    "nothing": (None, None, ["ict", "technology", "education", "economics", "care"]),
    "a sector": ("care", None, ["care"]),
    "a kind": (None, "public_public", ["education", "care"]),
    "both": ("care", "public_public", ["care"]),
    "both, none left": ("care", "public_private", []),
    "those of which it is not known": ("", None, []),
}


@pytest.mark.parametrize("case", NARROWED)
def test_narrowed(form_set: FormSet, case: str) -> None:
    sector, partnership, expected = NARROWED[case]
    found = cases.narrowed(compared(form_set, *study(form_set)), form_set, sector, partnership)
    assert [each.sector for each in found.cases] == expected
    assert found.everything.cases == len(expected)


def test_on_paper_the_five_sectors_stand_on_one_page(form_set: FormSet, folder: Path) -> None:
    done = compare_folder(folder, form_set)
    left_out = compare.left_out(done, NL)
    document = cross_case.document(done.comparison, form_set, NL, about="Map x", left_out=left_out)
    assert {(page.width, page.height) for page in document.pages} == {(297.0, 210.0)}
    texts = [[item.text for item in page.items if isinstance(item, Text)] for page in document.pages]
    for head in ("ICT", "Techniek", "Educatie", "Economie", "Zorg", "alle"):
        assert head in texts[0]
    assert texts[0].count("onderwijs") == texts[0].count("werkveld") == 6
    everything = " ".join(text for page in texts for text in page)
    for part in ("Map x", "5/24", "21 %", "Publiek-privaat", "more/zorg.json", "cut.smsjson"):
        assert part in everything


def test_on_paper_a_long_list_ends_with_what_is_not_on_it(form_set: FormSet) -> None:
    (one,) = study(form_set)[:1]
    case = cases.case_of(one, "x")
    many = cases.compare([replace(case, file=f"{n}") for n in range(cross_case.MOST_LISTED + 7)], form_set)
    document = cross_case.document(many, form_set, NL)
    texts = [item.text for item in document.pages[-1].items if isinstance(item, Text)]
    assert "En nog 7. Die staan in de werkmap (.xlsx)." in texts


def test_the_workbook_names_what_is_not_counted(form_set: FormSet, folder: Path) -> None:
    book = load_workbook(BytesIO(compare.as_xlsx(compare_folder(folder, form_set), form_set, NL)))
    assert book.sheetnames == ["Vergelijking", "Gegevens", "Niet meegeteld"]
    assert [row[0].value for row in book["Niet meegeteld"].rows] == [
        *["Bestand", "cut.smsjson", "newer.smsjson", "other.json"],
        "more/copy of ict.SMSJSON",
    ]
