"""The form files: what stands in them, and what is said of a mistake."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from sms_desktop.core import edits, form_mistakes, forms, insight
from sms_desktop.core.forms import SIDES, FormError, FormSet
from sms_desktop.core.session import at_organisation
from sms_desktop.paths import shipped
from tests.core.sessions import empty, with_organisations


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the form files, to spoil."""
    return Path(shutil.copytree(shipped("forms"), tmp_path / "forms"))


def spoil(folder: Path, file: str, pattern: str, by: str) -> None:
    """Replace the first match of ``pattern`` in a form file."""
    path = folder / file
    text, count = re.subn(pattern, by, path.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
    assert count == 1, "the test no longer finds what it wants to spoil"
    path.write_text(text, encoding="utf-8")


# file, what is spoiled, by what, where the mistake is said to be, words in the reason
MISTAKES = {
    "no TOML": ("phase1.toml", r"free_rows = 3", "free_rows = ", "phase1.toml", "", "line"),
    "a cluster that is not there": (
        "motives.toml",
        r'cluster = "development"',
        'cluster = "devel"',
        "motives.toml",
        "motives[2].cluster",
        "devel",
    ),
    "a motive twice": (
        "motives.toml",
        r'id = "visibility"',
        'id = "mission"',
        "motives.toml",
        "motives",
        "mission",
    ),
    "an id with a capital": (
        "motives.toml",
        r'id = "mission"',
        'id = "Mission"',
        "motives.toml",
        "motives[0].id",
        "Mission",
    ),
    "an id that free rows have": (
        "motives.toml",
        r'id = "mission"',
        'id = "other_1"',
        "motives.toml",
        "motives[0].id",
        "other_1",
    ),
    "a complement that is on the other list": (
        "motives.toml",
        r'practice = "recruitment"',
        'practice = "curriculum"',
        "motives.toml",
        "complements[1].practice",
        "curriculum",
    ),
    "a motive of no side": (
        "motives.toml",
        r'(id = "visibility".*?)\neducation = [^\n]+',
        r"\1",
        "motives.toml",
        "motives[1]",
        "at least one side",
    ),
    "an unknown key": ("phase2.toml", r"^", "colour = 3\n", "phase2.toml", "", "colour"),
    "a missing key": ("phase1.toml", r"yes = [^\n]+\n", "", "phase1.toml", "", "yes"),
    "a missing field kind": (
        "quick_scan.toml",
        r'kind = "date"\n',
        "",
        "quick_scan.toml",
        "head[2]",
        "kind",
    ),
    "a wrong origin": (
        "findings.toml",
        r'origin = "S"',
        'origin = "X"',
        "findings.toml",
        "method.origin",
        "X",
    ),
    "no English": (
        "session.toml",
        r', en = "Takes part since"',
        "",
        "session.toml",
        "organisation_since",
        "en",
    ),
    "a number for a text": ("phase3.toml", r'nl = "Afspraken"', "nl = 3", "phase3.toml", "agreements", "int"),
    "a field id twice": (
        "phase2.toml",
        r'id = "phase2.ambition"',
        'id = "phase2.present"',
        "phase2.toml",
        "closing[0].id",
        "phase2.present",
    ),
    "a field with a blank in its id": (
        "session.toml",
        r'id = "session.place"',
        'id = "session place"',
        "session.toml",
        "more[4].id",
        "session place",
    ),
    "a field of another form": (
        "phase2.toml",
        r'id = "phase2.ambition"',
        'id = "phase3.ambition"',
        "phase2.toml",
        "closing[0].id",
        "phase2.",
    ),
    "a tick that is none": (
        "phase2.toml",
        r'kind = "date"',
        'kind = "tick"',
        "phase2.toml",
        "head[0].kind",
        "tick",
    ),
    "too many lines": ("phase2.toml", r"lines = 4", "lines = 99", "phase2.toml", "closing[0].lines", "20"),
    "a choice of nothing": (
        "session.toml",
        r'kind = "choice"(.*?)\noptions = \[.*?\n\]',
        r'kind = "choice"\1',
        "session.toml",
        "more[1]",
        "options",
    ),
    "a cluster left out of the order": (
        "phase1.toml",
        r', "societal"\]',
        "]",
        "phase1.toml",
        "cluster_order",
        "every cluster",
    ),
    "a role left out": ("quick_scan.toml", r'id = "both"', 'id = "none"', "quick_scan.toml", "roles", "both"),
    "sides changed about": (
        "form_set.toml",
        r'id = "education"',
        'id = "practice"',
        "form_set.toml",
        "sides",
        "in this order",
    ),
    "too many free rows": (
        "phase1.toml",
        r"free_rows = 3",
        "free_rows = 21",
        "phase1.toml",
        "free_rows",
        "20",
    ),
}


@pytest.mark.parametrize(
    ("file", "pattern", "by", "named", "place", "words"), MISTAKES.values(), ids=MISTAKES
)
def test_a_mistake_is_named_with_file_and_place(
    folder: Path, file: str, pattern: str, by: str, named: str, place: str, words: str
) -> None:
    spoil(folder, file, pattern, by)
    with pytest.raises(FormError) as caught:
        forms.load(folder)
    assert (caught.value.file, words in caught.value.reason) == (named, True), caught.value
    assert caught.value.place.startswith(place), caught.value


@pytest.mark.parametrize(
    ("file", "pattern", "by", "named", "place", "words"), MISTAKES.values(), ids=MISTAKES
)
def test_among_all_mistakes_is_the_first_one(
    folder: Path, file: str, pattern: str, by: str, named: str, place: str, words: str
) -> None:
    spoil(folder, file, pattern, by)
    found = form_mistakes.find(folder)
    assert [each for each in found if each.file == named and words in each.reason], found
    assert all(each.place.startswith(place) for each in found if words in each.reason), found


def test_a_form_set_without_mistakes_has_none(folder: Path) -> None:
    assert form_mistakes.find(folder) == ()


# file, what is spoiled, by what; where it is said to be, what stands on the line, and words in the reason
SEVERAL = (
    ("form_set.toml", r'letter = "K"', 'letter = "L"', "clusters[1]", "[[clusters]]", "L"),
    ("motives.toml", r'id = "visibility"', 'id = "Visibility"', "motives[1].id", 'id = "Visibility"', "id"),
    ("motives.toml", r'(?<=cluster = )"societal"', '"social"', "motives[13].cluster", '"social"', "social"),
    (
        "motives.toml",
        r'education = "curriculum"',
        'education = "cv"',
        "complements[2].education",
        '"cv"',
        "list",
    ),
    (
        "session.toml",
        r', en = "Techniek"|, en = "Technology"',
        "",
        "more[0].options[1].label",
        "Techniek",
        "en",
    ),
    ("session.toml", r'kind = "choice"', 'kind = "chose"', "more[1].kind", '"chose"', "chose"),
    ("phase1.toml", r"free_rows = 3", 'free_rows = "3"', "free_rows", 'free_rows = "3"', "int"),
    ("phase1.toml", r'yes = \{ nl = "Ja"', 'yess = { nl = "Ja"', "", "", "`yes`"),
    ("phase1.toml", r'"Nee", en = "No"', '"Nee", eng = "No"', "no", "eng =", "nl and in en"),
    (
        "phase1.toml",
        r"\[form_title\]\neducation = .*?\n",
        '[form_title]\neducation = "x"\n',
        "form_title.education",
        'education = "x"',
        "nl and in en",
    ),
    ("phase2.toml", r"title = .*?\n", "title = “x”\n", "", "“x”", "Invalid value"),
    ("phase3.toml", r"lines = \d", "lines = 44", "", "lines = 44", "20"),
    ("findings.toml", r'origin = "S"', 'origin = "X"', "method.origin", "method =", "X"),
)


def test_all_mistakes_are_found_in_one_pass_each_with_its_line(folder: Path) -> None:
    for file, pattern, by, *_ in SEVERAL:
        spoil(folder, file, pattern, by)
    found = form_mistakes.find(folder)
    for file, _, _, place, on_line, words in SEVERAL:
        errors = [each for each in found if each.file == file and words in each.reason]
        errors = [each for each in errors if each.place == place or not place]
        assert len(errors) == 1, (file, place, [str(each) for each in found])
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        assert not on_line or on_line in lines[errors[0].line - 1], (errors[0], errors[0].line)
    assert [each.file for each in found] == sorted(
        (each.file for each in found), key=list(forms.IN_FILE).index
    )
    unknown = [each for each in found if "yess" in each.reason]
    assert len(found) == len(SEVERAL) + len(unknown) == len(SEVERAL) + 1, [str(each) for each in found]


def test_what_depends_on_a_broken_part_is_not_told(folder: Path) -> None:
    """Without clusters nobody can say that a cluster of a motive is unknown."""
    spoil(folder, "form_set.toml", r'letter = "K"', "letter = 3")
    (error,) = form_mistakes.find(folder)
    assert (error.file, error.place) == ("form_set.toml", "clusters[1].letter")


@pytest.mark.parametrize("file", sorted(each.name for each in shipped("forms").iterdir()))
def test_a_file_that_is_missing_or_no_text_is_named(folder: Path, file: str) -> None:
    (folder / file).write_bytes(b"title = \xff")
    with pytest.raises(FormError, match="UTF-8") as caught:
        forms.load(folder)
    assert caught.value.file == file
    (folder / file).unlink()
    with pytest.raises(FormError, match="missing") as caught:
        forms.load(folder)
    assert caught.value.file == file


def test_the_practice_list_is_the_published_one(form_set: FormSet) -> None:
    lists = {
        cluster: [m.id for m in form_set.motives_of("practice", cluster)]
        for cluster in form_set.phase1.cluster_order
    }
    assert lists == {
        "legitimising": ["mission"],
        "development": ["expertise", "professionalisation"],
        "capital": ["innovation", "knowledge", "network", "recruitment", "financial"],
        "societal": ["educate_students", "societal_goals"],
    }
    assert len([m for m in form_set.motives if m.education]) == 13
    origins = {m.practice.origin for m in form_set.motives if m.practice}
    assert origins == {"S", "C"}
    assert {m.education.origin for m in form_set.motives if m.education} == {"V"}


def test_clusters_keep_their_letters(form_set: FormSet) -> None:
    assert [cluster.letter for cluster in form_set.clusters] == ["L", "K", "O", "M"]
    assert form_set.phase1.cluster_order == ("legitimising", "development", "capital", "societal")


def test_transcription_errors_are_corrected(form_set: FormSet) -> None:
    dutch = " ".join(text.in_language("nl") for _place, text in forms.texts(form_set))
    for wrong in ("Invalformat", "Besprek ", "digitale", "Opbrengen", "onderzoekresultaten", "Evtl", "2021"):
        assert wrong not in dutch
    assert "organisatie overstijgend" not in dutch


def test_the_six_quotations_are_attributed(form_set: FormSet) -> None:
    assert len(form_set.findings.quotations) == 6
    assert all(quotation.speaker.wording["nl"] for quotation in form_set.findings.quotations)


def test_a_form_set_can_be_changed_without_code_and_old_answers_stay(folder: Path, form_set: FormSet) -> None:
    session = with_organisations(empty(form_set), "e1 visibility=yes", "p1 mission=yes")
    spoil(folder, "motives.toml", r'id = "visibility"', 'id = "renown"')
    spoil(folder, "phase1.toml", r"free_rows = 3", "free_rows = 1")
    changed = edits.take_over(session, forms.load(folder))
    assert changed.organisation("e1").answers["phase1.visibility.yes"] is True
    former = next(row for row in insight.matrix(changed) if row.key == "visibility")
    assert former.kind is insight.RowKind.FORMER
    kept = edits.set_answer(changed, at_organisation("e1"), "phase1.other_3.yes", True)
    assert "other_3" in insight.free_rows(kept, kept.organisation("e1"))


def test_differences_name_what_changes_for_the_reader(form_set: FormSet) -> None:
    assert forms.differences(form_set, form_set, "nl") == ()
    fewer = replace(form_set, motives=form_set.motives[1:])
    changes = forms.differences(form_set, fewer, "nl")
    assert {change.after for change in changes} == {""}
    assert all("mission" in change.place for change in changes)
    turned = replace(form_set, motives=(form_set.motives[1], form_set.motives[0], *form_set.motives[2:]))
    assert [change.place for change in forms.differences(form_set, turned, "nl")] == ["motives"]


def test_sides_and_languages(form_set: FormSet) -> None:
    assert tuple(side.id for side in form_set.sides) == SIDES
    text = form_set.quick_scan.question
    assert text.in_language("en") != text.in_language("nl")
    assert text.in_language("de") == text.in_language("en")
