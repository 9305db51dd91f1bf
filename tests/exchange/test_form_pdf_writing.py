"""Form PDFs as other programs find them: names, order, labels, looks, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from msgspec.structs import replace
from PIL import Image

from sms_desktop import i18n
from sms_desktop.core import codes, edits, fields
from sms_desktop.core.fields import Kind
from sms_desktop.core.session import WHOLE, Session, at_organisation
from sms_desktop.exchange.form_pdf import names, reading, writing
from sms_desktop.paper import layouts
from sms_desktop.paper.sheets import coded
from tests.exchange import fillers

NL = i18n.language("nl")
POINTS = 72 / 25.4


def placed(worked: Session, sheet: str) -> layouts.Layout:
    """The layout that the form must have."""
    return coded.layout(worked.form_set, "quick-scan" if sheet == "quick-scan" else "phase1-education", NL)


def ours(pdf: bytes) -> list[tuple[int, dict]]:
    """The widgets that are meant for people."""
    return [(page, each) for page, each in fillers.widgets(pdf) if fillers.name_of(each) != names.ABOUT]


@pytest.mark.parametrize("sheet", ["phase1", "quick-scan"])
def test_the_fields_are_those_of_the_paper_in_its_order_and_its_places(
    sheet: str, worked: Session, request: pytest.FixtureRequest
) -> None:
    pdf = request.getfixturevalue("quick_scan_form" if sheet == "quick-scan" else "phase1_form")
    found = ours(pdf)
    wanted = [(page, field) for page, laid in enumerate(placed(worked, sheet).pages) for field in laid.fields]
    assert [(page, names.pdf_name(field.field)) for page, field in wanted] == [
        (page, fillers.key_of(each)) for page, each in found
    ]
    heights = [laid.height for laid in placed(worked, sheet).pages]
    for (page, field), (_, each) in zip(wanted, found, strict=True):
        left, bottom, right, top = (float(edge) / POINTS for edge in each["/Rect"])
        assert abs(left - field.x) < 0.01 and abs(right - field.x - field.width) < 0.01
        assert abs(heights[page] - bottom - field.y - field.height) < 0.01
        assert top - bottom <= field.height + 0.01
        if field.kind == "box":
            assert abs(heights[page] - top - field.y) < 0.01


@pytest.mark.parametrize("form", ["phase1_form", "quick_scan_form"])
def test_the_tab_key_follows_the_fields(form: str, request: pytest.FixtureRequest) -> None:
    pdf = request.getfixturevalue(form)
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert {page["/Tabs"] for page in reader.pages} == {"/W"}
    listed = [str(each.get_object()["/T"]) for each in reader.root_object["/AcroForm"]["/Fields"]]
    walked = [fillers.name_of(each) for _, each in fillers.widgets(pdf)]
    assert listed == list(dict.fromkeys(walked))


def test_every_field_has_a_dutch_label(phase1_form: bytes, quick_scan_form: bytes) -> None:
    labels = {
        fillers.key_of(each): str(each["/TU"]) for _, each in [*ours(phase1_form), *ours(quick_scan_form)]
    }
    assert labels["phase1-mission-yes/no", "yes"] == "Eigen missie – Ja"
    assert labels["phase1-mission-yes/no", "no"] == "Eigen missie – Nee"
    assert labels["phase1-mission-outcome", ""] == "Eigen missie – Beoogde opbrengst"
    assert labels["quick_scan-role", "practice"] == "Ik vul in als: werkveld"
    assert labels["quick_scan-education-capital", names.ON] == "Onderwijs – Kapitaal gerelateerd"
    assert all(labels.values())
    groups = {fillers.name_of(each): str(fillers.holder(each)["/TU"]) for _, each in ours(phase1_form)}
    assert groups["phase1-mission-yes/no"] == "Eigen missie"


@pytest.mark.parametrize("form", ["phase1_form", "quick_scan_form"])
def test_boxes_that_exclude_each_other_are_one_field_that_can_be_emptied(
    form: str, request: pytest.FixtureRequest
) -> None:
    groups: dict[str, set[str]] = {}
    for _, each in ours(request.getfixturevalue(form)):
        name, state = fillers.key_of(each)
        if state:
            groups.setdefault(name, set()).add(state)
            flags = int(fillers.holder(each).get("/Ff", 0))
            assert not flags & (1 << 14 | 1 << 15 | 1 << 16)  # no round buttons, which cannot be emptied
    for name, states in groups.items():
        group = names.fields_of(name)
        assert states == set(group)
        assert len(states) == 1 or all(
            set(fields.excluded_by(field)) == set(group.values()) - {field} for field in group.values()
        )
    assert [len(states) for states in groups.values()].count(1) == (10 if form == "quick_scan_form" else 0)


def test_field_names_can_be_read_back_and_are_no_tree() -> None:
    for field in (
        "phase1.mission.yes",
        "phase1.other_1.no",
        "phase1.other_1.text",
        "phase1.mission.outcome",
        "phase1.mission.outcome.box",
        "phase1.date",
        "quick_scan.role.both",
        "quick_scan.role.other",
        "quick_scan.role.other.text",
        "quick_scan.practice.capital",
        "quick_scan.practice.capital.note",
        "quick_scan.education.left_empty",
        "quick_scan.name",
    ):
        name, state = names.pdf_name(field)
        assert "." not in name
        assert names.fields_of(name)[state] == field
        assert bool(state) is (fields.kind_of(field) is Kind.TICK)
    for name in (
        "",
        "x",
        "phase1-other_1-link",
        "quick_scan-role-both",
        "phase2-mission-joint",
        "phase1",
        "phase1-",
        "organisation-contact",
        "sms-form",
    ):
        assert names.fields_of(name) == {}


def test_what_the_session_holds_is_filled_in(worked: Session, phase1_form: bytes) -> None:
    organisation = worked.organisations[0]
    found = reading.read_form(phase1_form)
    assert isinstance(found, reading.FormReading) and found.odd == ()
    kept = {field: value for field, value in organisation.answers.items() if field.startswith("phase1.")}
    assert {field: value for field, value in found.values.items() if value} == kept
    assert found.incoming(worked).answers == {}
    assert (found.about.session, found.about.organisation) == (worked.id, organisation.id)


def test_a_quick_scan_goes_out_empty(worked: Session, quick_scan_form: bytes) -> None:
    found = reading.read_form(quick_scan_form)
    assert isinstance(found, reading.FormReading) and found.odd == ()
    assert not any(found.values.values())
    assert "Leernetwerk ouderenzorg" in pypdf.PdfReader(BytesIO(quick_scan_form)).pages[0].extract_text()


def everything(pdf: bytes) -> str:
    """All that stands in the file, unpacked."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    parts = []
    for number in range(1, int(reader.trailer["/Size"])):
        entry = reader.get_object(number)
        parts.append(repr(entry))
        if hasattr(entry, "get_data") and "/Length1" not in entry:
            parts.append(entry.get_data().decode("latin-1"))
    return "\n".join([*parts, *(page.extract_text() for page in reader.pages)])


def test_nothing_of_others_is_in_it(worked: Session) -> None:
    first, *others = worked.organisations
    secret = "Geheim van de buren"
    session = worked
    for other in others:
        session = edits.set_answers(
            session,
            at_organisation(other.id),
            {"phase1.mission.outcome": secret, "phase1.other_1.text": secret},
        )
    session = edits.set_answer(session, WHOLE, "phase2.ambition", secret)
    session = replace(
        session, sheets=tuple(replace(s, answers={"quick_scan.name": secret}) for s in session.sheets)
    )
    for made in (writing.phase1(session, first.id, NL), writing.quick_scan(session, NL)):
        text = everything(made.data)
        assert secret not in text and secret.encode("utf-16-be").hex().upper() not in text.upper()
        assert not [other.name for other in others if other.name in text]
    assert made.data == writing.quick_scan(worked, NL).data


@pytest.mark.parametrize("form", ["phase1_form", "quick_scan_form"])
def test_nothing_in_it_does_anything(form: str, request: pytest.FixtureRequest) -> None:
    text = everything(request.getfixturevalue(form))
    for word in (
        "/JavaScript",
        "/JS",
        "/AA",
        "/OpenAction",
        "/URI",
        "/Launch",
        "/SubmitForm",
        "/XFA",
        "/Link",
    ):
        assert f"'{word}'" not in text
    assert "NeedAppearances" not in text


def test_the_same_form_has_the_same_bytes(
    worked: Session, phase1_form: bytes, quick_scan_form: bytes
) -> None:
    assert writing.phase1(worked, worked.organisations[0].id, NL).data == phase1_form
    assert writing.quick_scan(worked, NL).data == quick_scan_form
    assert len(phase1_form) < 150_000  # goes out by mail


def test_it_carries_the_codes_of_the_paper(worked: Session) -> None:
    organisation = worked.organisations[0]
    made = writing.phase1(worked, organisation.id, NL)
    text = pypdf.PdfReader(BytesIO(made.data)).pages[1].extract_text()
    found = re.search(r"(?:[0-9A-Z]{4} ){3}[0-9A-Z]{4}", text)
    assert found
    code = codes.read(found[0])
    assert code.number == codes.organisation_number(organisation)
    assert code.layout == made.layouts[0].tag
    assert code.session == codes.session_tag(worked)


def test_what_it_is_for_stands_in_a_hidden_field_and_in_the_keywords(
    worked: Session, phase1_form: bytes
) -> None:
    reader = pypdf.PdfReader(BytesIO(phase1_form))
    about = next(each for _, each in fillers.widgets(phase1_form) if fillers.name_of(each) == names.ABOUT)
    assert about["/V"] == reader.metadata["/Keywords"]
    assert about["/F"] == 2 and about["/Ff"] & 1
    assert json.loads(about["/V"])["session"] == worked.id
    assert reader.root_object["/Lang"] == "nl"
    assert reader.metadata.title.endswith(worked.organisations[0].name)


LONG = "Een lange zin die niet op een regel past. " * 40


@pytest.mark.parametrize(
    ("field", "text", "is_multiline"),
    [
        ("phase1.manager", "Een naam", False),
        ("phase1.manager", LONG, True),
        ("phase1.manager", "twee\nregels", True),
        ("phase1.mission.outcome", "kort", True),
        ("phase1.mission.outcome", LONG, True),
    ],
)
def test_long_texts_go_on_inside_the_field(
    worked: Session, field: str, text: str, is_multiline: bool
) -> None:
    organisation = worked.organisations[0].id
    session = edits.set_answer(worked, at_organisation(organisation), field, text)
    pdf = writing.phase1(session, organisation, NL).data
    entry = next(each for _, each in ours(pdf) if fillers.key_of(each)[0] == names.pdf_name(field)[0])
    assert bool(int(entry.get("/Ff", 0)) & 1 << 12) is is_multiline
    assert not int(entry.get("/Ff", 0)) & 1 << 23  # may scroll
    assert "/MaxLen" not in entry
    assert entry["/V"] == text
    assert reading.read_form(pdf).incoming(session).answers == {}


# What it looks like -----------------------------------------------------------------------------------


def by_pdfium(pdf: bytes, folder: Path) -> list[Image.Image]:
    """The pages at 100 pixels an inch, as a browser shows them."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    pages = [document[number] for number in range(len(document))]
    pictures = [page.render(scale=100 / 72, grayscale=True).to_pil() for page in pages]
    for page in pages:
        page.close()
    document.close()
    return pictures


def by_poppler(pdf: bytes, folder: Path) -> list[Image.Image]:
    """The same by poppler."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("poppler-utils is not installed")
    (folder / "look.pdf").write_bytes(pdf)
    fillers.run("pdftoppm", "-r", "100", "-gray", "look.pdf", "look", folder=folder)
    pictures = []
    for path in sorted(folder.glob("look-*.pgm")):
        with Image.open(path) as opened:
            pictures.append(opened.copy())
    return pictures


def ink(picture: Image.Image, field: layouts.LaidField) -> float:
    """The share of dark pixels inside a field."""
    scale = 100 / 25.4
    edge = 0.6
    box = (field.x + edge, field.y + edge, field.x + field.width - edge, field.y + field.height - edge)
    counts = picture.crop([round(each * scale) for each in box]).histogram()
    return sum(counts[:128]) / sum(counts)


VALUES = {
    "phase1.mission.yes": False,
    "phase1.mission.no": True,
    "phase1.visibility.yes": False,
    "phase1.scarce_resources.yes": True,
    "phase1.manager": "Bestuurder Noë",
    "phase1.scarce_resources.outcome": "Eén regel\nen nog één",
    "phase1.other_2.text": "Iets anders",
}


@pytest.mark.parametrize("look", [by_pdfium, by_poppler])
@pytest.mark.parametrize("fill", [None, fillers.by_pdftk, fillers.by_pdfium, fillers.by_pypdf])
def test_what_is_filled_in_can_be_seen(
    look, fill, worked: Session, phase1_form: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pdf = fill(phase1_form, VALUES, tmp_path) if fill else phase1_form
    kept = worked.organisations[0].answers
    wanted = {**kept, **(VALUES if fill else {})}
    pictures = look(pdf, tmp_path)
    for page, laid in enumerate(placed(worked, "phase1").pages):
        for field in laid.fields:
            seen = ink(pictures[page], field)
            if field.kind == "box":
                is_ticked = wanted.get(field.field) is True
                assert (0.05 < seen < 0.5) if is_ticked else seen == 0, field.field
            elif wanted.get(field.field):
                assert seen > 0.01, field.field


SCRIPTS = {
    "Latin": "Čeština, łódź, ő, ğ",
    "Greek": "Ελλάδα",
    "Cyrillic": "Кириллица",
    "Arabic": "مرحبا بالعالم",
    "Hebrew": "שלום עולם",
}


@pytest.mark.parametrize("look", [by_pdfium, by_poppler])
@pytest.mark.parametrize("script", SCRIPTS)
def test_any_script_is_drawn_when_it_goes_out(look, script: str, worked: Session, tmp_path: Path) -> None:
    organisation = worked.organisations[0].id
    session = replace(worked, organisations=(replace(worked.organisations[0], answers={}),))
    empty = look(writing.phase1(session, organisation, NL).data, tmp_path)[0]
    session = edits.set_answer(session, at_organisation(organisation), "phase1.manager", SCRIPTS[script])
    made = writing.phase1(session, organisation, NL)
    field = next(each for each in placed(worked, "phase1").pages[0].fields if each.field == "phase1.manager")
    assert ink(look(made.data, tmp_path)[0], field) > ink(empty, field) + 0.004
    assert made.unprintable == ()
    assert reading.read_form(made.data).values["phase1.manager"] == SCRIPTS[script]


def test_signs_without_a_font_are_told(worked: Session) -> None:
    organisation = worked.organisations[0].id
    session = edits.set_answer(worked, at_organisation(organisation), "phase1.manager", "\U000f1234")
    assert writing.phase1(session, organisation, NL).unprintable == ("\U000f1234",)


# Files ------------------------------------------------------------------------------------------------


def test_each_organisation_gets_a_file_name_of_its_own(worked: Session) -> None:
    session = worked
    for place, name in enumerate(("A/B: c?", "a b c", "A*B: C", "")):
        session = edits.rename_organisation(session, session.organisations[place].id, name)
    chosen = [each.id for each in session.organisations[:4]]
    found = [name for name, _ in writing.for_organisations(session, chosen, NL)]
    assert found == [
        "Fase 1 – A B c.pdf",
        "Fase 1 – a b c 2.pdf",
        "Fase 1 – A B C 3.pdf",
        f"Fase 1 – {chosen[3]}.pdf",
    ]


def test_nobody_is_told(worked: Session) -> None:
    with pytest.raises(KeyError):
        writing.phase1(worked, "nobody", NL)
