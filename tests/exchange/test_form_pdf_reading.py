"""What comes back on a form PDF: from several programs, in their own ways, and from people who mean harm."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from msgspec.structs import replace
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from sms_desktop import messages, reading_words
from sms_desktop.core import edits, intake
from sms_desktop.core.session import Session, at_organisation, ticked_at
from sms_desktop.exchange.form_pdf import errors, names, opening, reading
from sms_desktop.exchange.form_pdf.reading import FlatForm, FormReading, Odd
from sms_desktop.storage.files import MissingError
from tests.exchange import fillers

FILLERS = (fillers.by_pypdf, fillers.by_pdftk, fillers.by_pdfium)
ANSWERS: dict[str, bool | str] = {
    "phase1.mission.yes": False,
    "phase1.mission.no": True,
    "phase1.visibility.yes": False,
    "phase1.visibility.no": False,
    "phase1.scarce_resources.yes": True,
    "phase1.scarce_resources.no": False,
    "phase1.date": "2026-11-23",
    "phase1.manager": "Noëlle – “Jansen” €",
    "phase1.participants": "Ελλάδα, Кириллица, Čeština",
    "phase1.process_supervisor": "",
    "phase1.mission.outcome": "regel een\nregel twee\n\nen vier",
    "phase1.visibility.outcome": "(haakjes) \\ en <tekens> 100 % #",
    "phase1.other_1.text": "שלום עולם مرحبا",
    "phase1.other_1.outcome": "日本語 中文 한국어",
    "phase1.network.outcome": "lang " * 400 + "einde",
}
SCAN: dict[str, bool | str] = {
    "quick_scan.role.practice": True,
    "quick_scan.education.capital": True,
    "quick_scan.education.capital.note": "want dat is zo",
    "quick_scan.practice.left_empty": True,
    "quick_scan.name": "Zoë",
    "quick_scan.date": "2026-11-23",
}


def read(pdf: bytes) -> FormReading:
    """A form with fields."""
    found = reading.read_form(pdf)
    assert isinstance(found, FormReading)
    return found


def some(found: FormReading, wanted: dict[str, Any]) -> dict[str, Any]:
    """What was read of the fields that are wanted."""
    return {field: found.values.get(field, "not there") for field in wanted}


# Programs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fill", FILLERS)
def test_a_form_comes_back_as_it_was_filled_in(
    fill: fillers.Filler, worked: Session, phase1_form: bytes, tmp_path: Path
) -> None:
    found = read(fill(phase1_form, ANSWERS, tmp_path))
    assert found.odd == ()
    assert some(found, ANSWERS) == ANSWERS
    others = {field: value for field, value in read(phase1_form).values.items() if field not in ANSWERS}
    assert some(found, others) == others
    session = intake.take_in(worked, [found.incoming(worked)])
    where = at_organisation(worked.organisations[0].id)
    assert ticked_at(session, where, "phase1.mission.no") and not ticked_at(
        session, where, "phase1.mission.yes"
    )
    assert read(fill(phase1_form, ANSWERS, tmp_path)).incoming(session).answers == {}


@pytest.mark.parametrize("fill", FILLERS)
def test_a_quick_scan_becomes_a_sheet_once(
    fill: fillers.Filler, worked: Session, quick_scan_form: bytes, tmp_path: Path
) -> None:
    pdf = fill(quick_scan_form, SCAN, tmp_path)
    found = read(pdf)
    assert found.odd == ()
    assert {field: value for field, value in found.values.items() if value} == SCAN
    session = intake.take_in(worked, [found.incoming(worked)])
    assert len(session.sheets) == len(worked.sheets) + 1
    assert session.sheets[-1].answers == SCAN
    again = read(pdf).incoming(session)
    assert not intake.is_new(session, again) and again.answers == {}
    other = read(pdf + b"\n% of somebody who ticked the same\n").incoming(session)
    assert intake.is_new(session, other)


def test_two_programs_after_each_other(phase1_form: bytes, tmp_path: Path) -> None:
    first = fillers.by_pdfium(phase1_form, ANSWERS, tmp_path)
    assert len(first) > len(phase1_form)
    second = fillers.by_pdftk(
        first, {"phase1.manager": "Iemand anders", "phase1.mission.yes": True}, tmp_path
    )
    third = fillers.by_pypdf(second, {"phase1.date": "1 mei 2026"}, tmp_path)
    wanted = {**ANSWERS, "phase1.manager": "Iemand anders", "phase1.date": "2026-05-01"}
    wanted |= {"phase1.mission.yes": True, "phase1.mission.no": False}
    assert some(read(third), wanted) == wanted


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--object-streams=generate",),
        ("--object-streams=disable", "--stream-data=uncompress"),
        ("--qdf",),
        ("--linearize",),
        ("--encrypt", "", "eigenaar", "40", "--", "--allow-weak-crypto"),
    ],
)
def test_written_anew_it_is_the_same(options: tuple[str, ...], phase1_form: bytes, tmp_path: Path) -> None:
    before, after = read(phase1_form), read(fillers.rewritten(phase1_form, tmp_path, *options))
    assert (after.about, after.values, after.odd) == (before.about, before.values, ())


def test_pages_taken_out_and_put_together(phase1_form: bytes, tmp_path: Path) -> None:
    pdf = fillers.rewritten(phase1_form, tmp_path, "--pages", ".", "1", "--")
    found = read(pdf)
    assert found.odd == (Odd("missing"),)
    assert found.values["phase1.mission.yes"] is True
    assert "phase1.network.yes" not in found.values


def test_clicks_exclude_and_can_be_taken_back(phase1_form: bytes, tmp_path: Path) -> None:
    steps: list[tuple[dict[str, bool], tuple[bool, bool]]] = [
        ({"phase1.mission.no": True}, (False, True)),
        ({"phase1.mission.no": False}, (False, False)),
        ({"phase1.mission.yes": True}, (True, False)),
    ]
    pdf = phase1_form
    for clicks, (yes, no) in steps:
        pdf = fillers.by_pdfium(pdf, clicks, tmp_path)
        found = read(pdf)
        assert (found.values["phase1.mission.yes"], found.values["phase1.mission.no"]) == (yes, no)
        assert found.odd == ()


# Ways of their own ----------------------------------------------------------------------------------------

Edit = Callable[[str, str, Any], None]
YES_NO = "phase1-scarce_resources-yes/no"
YES, NO = "phase1.scarce_resources.yes", "phase1.scarce_resources.no"
OUTCOME = "phase1.scarce_resources.outcome"


def for_name(name: str, edit: Edit) -> Edit:
    """``edit`` for one field only."""

    def chosen(found: str, state: str, entry: Any) -> None:
        if found == name:
            edit(found, state, entry)

    return chosen


def put(key: str, value: Any, at_field: bool = True, state: str | None = None) -> Edit:
    """Set an entry of the field, or of its boxes (one of them)."""

    def edit(_name: str, found: str, entry: Any) -> None:
        if state in (None, found):
            target = fillers.holder(entry) if at_field else entry
            target[NameObject(key)] = value

    return edit


def all_of(*edits_: Edit) -> Edit:
    """One after the other."""

    def edit(name: str, state: str, entry: Any) -> None:
        for each in edits_:
            each(name, state, entry)

    return edit


def dropped(key: str, at_field: bool = False) -> Edit:
    """Take an entry away."""

    def edit(_name: str, _state: str, entry: Any) -> None:
        (fillers.holder(entry) if at_field else entry).pop(key, None)

    return edit


def renamed(**new: str) -> Edit:
    """Boxes with other names for their states."""

    def edit(_name: str, state: str, entry: Any) -> None:
        shapes = entry["/AP"]["/N"]
        shapes[fillers.as_name(new[state])] = shapes.raw_get(f"/{state}")
        del shapes[f"/{state}"]

    return edit


ON, OFF = fillers.as_name("yes"), fillers.as_name("Off")


@pytest.mark.parametrize(
    ("edit", "values", "odd"),
    [
        (put("/V", ON), (True, False), ""),
        (all_of(put("/V", ON), dropped("/DV", True)), (None, False), "differs"),
        (all_of(put("/V", ON), dropped("/AS")), (True, False), ""),
        (put("/AS", ON, False, "yes"), (True, False), ""),
        (all_of(put("/V", OFF), put("/AS", ON, False, "yes")), (True, False), ""),
        (
            all_of(put("/V", OFF), put("/AS", ON, False, "yes"), dropped("/DV", True)),
            (None, False),
            "differs",
        ),
        (all_of(put("/V", fillers.as_name("no")), put("/AS", ON, False, "yes")), (None, None), "differs"),
        (all_of(put("/V", TextStringObject("yes")), put("/AS", ON, False, "yes")), (True, False), ""),
        (all_of(put("/V", TextStringObject("/yes")), put("/AS", ON, False, "yes")), (True, False), ""),
        (
            all_of(put("/AS", ON, False, "yes"), put("/AS", fillers.as_name("no"), False, "no")),
            (True, True),
            "both",
        ),
        (
            all_of(renamed(yes="1", no="2"), put("/V", fillers.as_name("2")), dropped("/AS")),
            (False, True),
            "",
        ),
        (
            all_of(renamed(yes="Ja", no="Nee"), put("/AS", fillers.as_name("Ja"), False, "yes")),
            (True, False),
            "",
        ),
        (put("/V", fillers.as_name("perhaps")), (None, None), "kind"),
        (put("/V", ArrayObject([ON])), (None, None), "kind"),
        (put("/FT", fillers.as_name("Tx")), (None, None), "kind"),
    ],
)
def test_boxes_in_other_ways(edit: Edit, values: tuple[Any, Any], odd: str, phase1_form: bytes) -> None:
    found = read(fillers.edited(phase1_form, for_name(YES_NO, edit)))
    assert (found.values[YES], found.values[NO]) == values
    assert {each.kind for each in found.odd} == ({odd} if odd else set())
    assert not odd or {each.field for each in found.odd} <= {YES, NO}


SWITCHED = all_of(put("/AS", OFF, False, "yes"), put("/AS", fillers.as_name("no"), False, "no"))


@pytest.mark.parametrize(
    ("edit", "values", "odd"),
    [
        (SWITCHED, (False, True), ""),
        (all_of(SWITCHED, put("/V", fillers.as_name("no"))), (False, True), ""),
        (all_of(SWITCHED, put("/V", OFF)), (False, True), ""),  # as pdf.js leaves it, the reader of Firefox
        (put("/V", fillers.as_name("no")), (False, True), ""),
        (put("/V", OFF), (False, False), ""),
        (put("/AS", OFF, False, "yes"), (False, False), ""),
        (dropped("/V", True), (None, False), "differs"),
        (all_of(dropped("/V", True), put("/AS", OFF, False, "yes")), (False, False), ""),
        (all_of(put("/AS", OFF, False, "yes"), put("/V", fillers.as_name("no"))), (False, None), "differs"),
    ],
)
def test_a_tick_that_went_out_is_changed_in_other_ways(
    edit: Edit, values: tuple[Any, Any], odd: str, phase1_form: bytes
) -> None:
    found = read(fillers.edited(phase1_form, for_name("phase1-mission-yes/no", edit)))
    assert (found.values["phase1.mission.yes"], found.values["phase1.mission.no"]) == values
    assert {each.kind for each in found.odd} == ({odd} if odd else set())


@pytest.mark.parametrize("value", ["Yes", "On", "1", "Ja", "Aangevinkt é"])
def test_a_box_alone_with_any_name_for_its_state(value: str, quick_scan_form: bytes) -> None:
    edit = all_of(
        renamed(Yes=value),
        put("/V", fillers.as_name(value)),
        put("/AS", fillers.as_name(value), False),
    )
    if value == "Yes":
        edit = all_of(put("/V", fillers.as_name(value)), put("/AS", fillers.as_name(value), False))
    found = read(fillers.edited(quick_scan_form, for_name("quick_scan-education-capital", edit)))
    assert {field: each for field, each in found.values.items() if each} == {
        "quick_scan.education.capital": True
    }
    assert found.odd == ()


def test_left_empty_on_purpose_and_ticked_is_pointed_out(quick_scan_form: bytes, tmp_path: Path) -> None:
    pdf = fillers.by_pypdf(
        quick_scan_form,
        {"quick_scan.education.left_empty": True, "quick_scan.education.capital": True},
        tmp_path,
    )
    assert set(read(pdf).odd) == {
        Odd("both", "quick_scan.education.left_empty"),
        Odd("both", "quick_scan.education.capital"),
    }


def stream(data: bytes) -> StreamObject:
    made = StreamObject()
    made.set_data(data)
    return made


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xfe\xff" + "Noë €".encode("utf-16-be"), "Noë €"),
        (b"\xff\xfe" + "Noë €".encode("utf-16-le"), "Noë €"),
        (b"\xef\xbb\xbf" + "Noë €".encode(), "Noë €"),
        ("Noë €".encode(), "Noë €"),
        (b"No\xeb \xa0 \x85 \x8d", "Noë € – “"),
        (b"\xfe\xff\x00\x1b\x00n\x00l\x00\x1b\x00a", "a"),
        (b"een\r\ntwee\rdrie\nvier", "een\ntwee\ndrie\nvier"),
        (b"\xfe\xff" + "een\xa0twee\u2028drie\u200b".encode("utf-16-be"), "een twee\ndrie\u200b"),
        (b"  spaties \r\n\r\n", "spaties"),
        (b"a\x00b\x07c\td", "abc\td"),
        (b"", ""),
    ],
)
def test_texts_in_other_encodings(raw: bytes, text: str, phase1_form: bytes) -> None:
    name = names.pdf_name(OUTCOME)[0]
    found = read(fillers.edited(phase1_form, for_name(name, put("/V", ByteStringObject(raw)))))
    assert (found.values[OUTCOME], found.odd) == (text, ())


@pytest.mark.parametrize(
    ("value", "text", "odd"),
    [
        (NameObject("/Tekst"), "Tekst", ""),
        (NumberObject(5), None, "kind"),
        (ArrayObject([]), None, "kind"),
        (DictionaryObject(), None, "kind"),
        (TextStringObject("x" * (reading.MOST_TEXT + 1)), None, "too_long"),
    ],
)
def test_texts_of_another_kind(value: Any, text: str | None, odd: str, phase1_form: bytes) -> None:
    name = names.pdf_name(OUTCOME)[0]
    found = read(fillers.edited(phase1_form, for_name(name, put("/V", value))))
    assert found.values[OUTCOME] == text
    assert found.odd == ((Odd(odd, OUTCOME),) if odd else ())


def test_a_text_in_a_stream(phase1_form: bytes) -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(phase1_form))
    reference = writer._add_object(stream("Zoë".encode("utf-16")))
    for page in writer.pages:
        for each in page["/Annots"]:
            if fillers.name_of(each.get_object()) == names.pdf_name(OUTCOME)[0]:
                each.get_object()[NameObject("/V")] = reference
    out = BytesIO()
    writer.write(out)
    assert read(out.getvalue()).values[OUTCOME] == "Zoë"


@pytest.mark.parametrize("lost", ["\uf642", "\ufffd"])
def test_signs_that_a_program_lost_are_pointed_out(lost: str, worked: Session, phase1_form: bytes) -> None:
    """PDFium keeps sixteen bits of an emoji, so a sign for private use comes back."""
    value = TextStringObject(f"Goed {lost}")
    name = names.pdf_name(OUTCOME)[0]
    found = read(fillers.edited(phase1_form, for_name(name, put("/V", value))))
    assert found.values[OUTCOME] == f"Goed {lost}"
    assert found.odd == (Odd("signs", OUTCOME),)
    assert OUTCOME not in found.incoming(worked).answers


@pytest.mark.parametrize("fill", FILLERS)
def test_an_emoji_is_kept_or_pointed_out(fill: fillers.Filler, phase1_form: bytes, tmp_path: Path) -> None:
    found = read(fill(phase1_form, {OUTCOME: "Goed 🙂"}, tmp_path))
    assert found.values[OUTCOME] == "Goed 🙂" or found.odd == (Odd("signs", OUTCOME),)


@pytest.mark.parametrize(
    ("typed", "text"),
    [("23-11-2026", "2026-11-23"), ("23 november 2026", "2026-11-23"), ("morgen", "morgen"), ("", "")],
)
def test_dates_come_back_as_the_session_keeps_them(
    typed: str, text: str, phase1_form: bytes, tmp_path: Path
) -> None:
    pdf = fillers.by_pypdf(phase1_form, {"phase1.date": typed}, tmp_path)
    assert read(pdf).values["phase1.date"] == text


def changed(pdf: bytes, change: Callable[[pypdf.PdfWriter], None]) -> bytes:
    """The form after a change of the whole document."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def form_of(writer: pypdf.PdfWriter) -> Any:
    return writer.root_object["/AcroForm"]


def test_fields_of_others_are_pointed_out(phase1_form: bytes) -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        field = {"/FT": NameObject("/Sig"), "/T": TextStringObject("Handtekening")}
        added = DictionaryObject({NameObject(key): value for key, value in field.items()})
        form_of(writer)["/Fields"].append(writer._add_object(added))

    found = read(changed(phase1_form, change))
    assert found.odd == (Odd("unknown", "Handtekening"),)
    assert found.values == read(phase1_form).values


def test_fields_of_another_form_of_ours_are_left_out() -> None:
    told = about()
    found = read(
        small_form("<</FT/Tx/T(phase1-date)/V(x)>>", "<</FT/Tx/T(quick_scan-name)/V(x)>>", told=told)
    )
    assert found.values == {"phase1.date": "x"}
    assert found.odd == (Odd("unknown", "quick_scan-name"),)
    found = read(small_form("<</FT/Tx/T(phase1-other_1-link)/V(mission)>>", told=told))
    assert found.values == {} and found.odd == (Odd("unknown", "phase1-other_1-link"),)


def test_joined_under_a_parent_by_a_program(phase1_form: bytes) -> None:
    """As programs do that put forms together: all our fields below one field of theirs."""

    def change(writer: pypdf.PdfWriter) -> None:
        form = form_of(writer)
        parent = DictionaryObject(
            {NameObject("/T"): TextStringObject("deel1"), NameObject("/Kids"): form["/Fields"]}
        )
        form[NameObject("/Fields")] = ArrayObject([writer._add_object(parent)])

    found = read(changed(phase1_form, change))
    assert (found.values, found.odd) == (read(phase1_form).values, ())


def test_known_to_the_pages_only(phase1_form: bytes) -> None:
    found = read(changed(phase1_form, lambda writer: form_of(writer).pop("/Fields")))
    assert (found.values, found.odd) == (read(phase1_form).values, ())


@pytest.mark.parametrize("kept", ["field", "keywords", "neither"])
def test_what_it_is_for_survives_in_either_place(kept: str, phase1_form: bytes) -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        if kept != "field":
            fields = form_of(writer)["/Fields"]
            fields[:] = [each for each in fields if each.get_object()["/T"] != names.ABOUT]
        if kept != "keywords":
            writer.add_metadata({"/Keywords": "iets anders"})

    pdf = changed(phase1_form, change)
    if kept == "neither":
        with pytest.raises(errors.NotOursError):
            reading.read_form(pdf)
    else:
        assert read(pdf).about == read(phase1_form).about
        assert read(pdf).odd == ()


def test_keywords_that_a_program_added_to(phase1_form: bytes) -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        fields = form_of(writer)["/Fields"]
        fields[:] = [each for each in fields if each.get_object()["/T"] != names.ABOUT]
        writer.add_metadata(
            {"/Keywords": f"zorg; {pypdf.PdfReader(BytesIO(phase1_form)).metadata['/Keywords']}, {{}}"}
        )

    assert read(changed(phase1_form, change)).about == read(phase1_form).about


# Flat -------------------------------------------------------------------------------------------------


def test_flattened_by_pdftk_it_still_tells_what_it_is_for(phase1_form: bytes, tmp_path: Path) -> None:
    flat = fillers.by_pdftk(phase1_form, ANSWERS, tmp_path, "flatten")
    assert reading.read_form(flat) == FlatForm(read(phase1_form).about)


def test_flattened_by_qpdf(phase1_form: bytes, tmp_path: Path) -> None:
    flat = fillers.rewritten(phase1_form, tmp_path, "--flatten-annotations=all")
    assert reading.read_form(flat) == FlatForm(read(phase1_form).about)


def test_a_pdf_without_fields_is_a_picture() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    out = BytesIO()
    writer.write(out)
    assert reading.read_form(out.getvalue()) == FlatForm(None)


# Not ours, broken, hostile ------------------------------------------------------------------------------


def about(**changes: Any) -> str:
    known = names.About(
        session="abc", sheet="phase1", organisation="x", form_set="s", version="1", layout=1, boxes=0, texts=0
    )
    return names.encoded(replace(known, **changes))


# A place that is wrong: readers then look for the objects themselves.
END = "startxref\n0\n%%EOF\n"


def small_form(*fields: str, told: str | None = None, root: str = "", rest: str = "") -> bytes:
    """A PDF of a few lines with these fields, as a stranger would make it."""
    written = about() if told is None else told
    text = written.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    parts = (f"<</FT/Tx/T(sms-form)/V({text})>>", *fields)
    return (
        f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{' '.join(parts)}]>>{root}>>endobj\n"
        f"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n{rest}trailer<</Root 1 0 R/Size 9>>\n{END}"
    ).encode("latin-1")


def chain(first: int, length: int) -> str:
    """Fields inside each other."""
    links = (
        f"{number} 0 obj<</FT/Tx/T(x)/Kids[{number + 1} 0 R]>>endobj"
        for number in range(first, first + length)
    )
    return "\n".join(links) + "\n"


def test_a_form_by_hand_is_read() -> None:
    found = read(small_form("<</FT/Tx/T(phase1-manager)/V(Jan)>>"))
    assert found.values == {"phase1.manager": "Jan"} and found.about.session == "abc"


@pytest.mark.parametrize(
    ("pdf", "error"),
    [
        (b"", errors.NotAPdfError),
        (b"hello", errors.NotAPdfError),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), errors.NotAPdfError),
        (b"%PDF-1.7\n", errors.NotAPdfError),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, errors.NotAPdfError),
        (b"%PDF-1.7\n" + bytes(opening.LARGEST), errors.TooLargeError),
        (small_form("<</FT/Tx/T(naam)/V(Jan)>>", told="iets"), errors.NotOursError),
        (small_form("<</FT/Tx/T(naam)>>", told=about().replace('"abc"', '"a b"')), errors.NotOursError),
        (small_form("<</FT/Tx/T(naam)>>", told=about().replace('"phase1"', '"phase9"')), errors.NotOursError),
        (
            small_form("<</FT/Tx/T(naam)>>", told=about().replace('"layout":1', '"layout":"x"')),
            errors.NotOursError,
        ),
        (small_form("<</FT/Tx/T(naam)>>", told=about(sms_form=2)), errors.NewerFormError),
        (small_form(*(f"<</FT/Tx/T(x{n})>>" for n in range(3000))), errors.TooLargeError),
        (small_form("3 0 R", rest=chain(3, 60)), errors.TooLargeError),
    ],
)
def test_what_is_no_form_of_ours_is_told(pdf: bytes, error: type[errors.FormPdfError]) -> None:
    with pytest.raises(error) as raised:
        reading.read_form(pdf)
    words = messages.words_of(raised.value)
    assert words.endswith(".") and "\n" not in words and "Error" not in words


def test_every_error_and_every_oddity_has_words() -> None:
    kinds = set(errors.FormPdfError.__subclasses__())
    assert kinds == set(messages.FORM_PDF_WORDS)
    assert set(reading.OddKind.__args__) == {*reading_words.ODD_WORDS, *reading_words.FORM_WORDS}


@pytest.mark.parametrize("options", [("40",), ("128", "--use-aes=y"), ("256",)])
def test_a_password_is_told(options: tuple[str, ...], phase1_form: bytes, tmp_path: Path) -> None:
    pdf = fillers.rewritten(
        phase1_form, tmp_path, "--allow-weak-crypto", "--encrypt", "geheim", "geheim", *options, "--"
    )
    with pytest.raises(errors.EncryptedError) as raised:
        reading.read_form(pdf)
    assert "wachtwoord" in messages.words_of(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        reading.read_form(tmp_path / "weg.pdf")


def test_a_file_is_read_as_its_bytes(phase1_form: bytes, tmp_path: Path) -> None:
    path = tmp_path / "formulier.pdf"
    path.write_bytes(phase1_form)
    assert reading.read_form(path) == reading.read_form(phase1_form)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "groot.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(opening.LARGEST + 100)
    with pytest.raises(errors.TooLargeError):
        reading.read_form(path)


def test_cycles_end() -> None:
    ring = (
        "3 0 obj<</FT/Tx/T(phase1-manager)/Kids[3 0 R 4 0 R]>>endobj\n"
        "4 0 obj<</T(x)/Parent 3 0 R/Kids[3 0 R]>>endobj\n"
    )
    found = read(small_form("3 0 R", "<</FT/Tx/T(phase1-date)/V(1-1-2026)>>", rest=ring))
    assert found.values["phase1.date"] == "2026-01-01"
    loop = "3 0 obj 4 0 R endobj\n4 0 obj 3 0 R endobj\n"
    with pytest.raises(errors.NotAPdfError):
        reading.read_form(small_form("<</FT/Tx/T(phase1-date)/V 3 0 R>>", rest=loop))


def test_nested_far_too_deep_it_is_not_read() -> None:
    nested = "<</FT/Tx/T(x)/Kids[" * 5000 + "]>>" * 5000
    with suppress(errors.FormPdfError):
        assert reading.read_form(small_form(nested)) == FlatForm(None)


@pytest.mark.parametrize(
    "what", ["/JS (app.alert(1))/S/JavaScript", "/S/Launch/F(calc.exe)", "/S/URI/URI(http://x)"]
)
def test_scripts_and_links_are_not_looked_at(what: str) -> None:
    root = f"/OpenAction<<{what}>>/AA<</WC<<{what}>>>>/Names<</JavaScript<</Names[(x)<<{what}>>]>>>>"
    field = f"<</FT/Tx/T(phase1-manager)/V(Jan)/AA<</K<<{what}>>/C<<{what}>>>>>>"
    assert read(small_form(field, root=root)).values == {"phase1.manager": "Jan"}


def packed(content: bytes, entries: str) -> bytes:
    data = zlib.compress(content, 9)
    return f"<<{entries}/Filter/FlateDecode/Length {len(data)}>>stream\n".encode() + data + b"\nendstream "


def with_object(pdf: bytes, number: int, content: bytes) -> bytes:
    place = pdf.index(b"trailer")
    return pdf[:place] + f"{number} 0 obj".encode() + content + b"endobj\n" + pdf[place:]


def test_what_unpacks_without_end_is_refused() -> None:
    bomb = packed(bytes(200_000_000), "")
    pdf = with_object(small_form("<</FT/Tx/T(phase1-manager)/V 5 0 R>>"), 5, bomb)
    assert len(pdf) < 1_000_000
    with pytest.raises(errors.FormPdfError):
        reading.read_form(pdf)


def test_a_table_of_objects_without_end_is_refused() -> None:
    table = packed(bytes(100_000_000), "/Type/XRef/W[1 4 2]/Root 1 0 R/Size 14000000")
    start = len(b"%PDF-1.5\n")
    pdf = b"%PDF-1.5\n5 0 obj" + table + f"endobj\nstartxref\n{start}\n%%EOF\n".encode()
    with pytest.raises(errors.FormPdfError):
        reading.read_form(pdf)


def test_work_is_counted(monkeypatch: pytest.MonkeyPatch, phase1_form: bytes) -> None:
    steps: list[int] = []
    original = opening._Counting.read

    def counting(self: Any, size: int | None = -1, /) -> bytes:
        steps.append(1)
        return original(self, size)

    monkeypatch.setattr(opening._Counting, "read", counting)
    reading.read_form(phase1_form)
    assert len(steps) < opening.MOST_STEPS / 20
    monkeypatch.setattr(opening, "MOST_STEPS", len(steps) // 2)
    with pytest.raises(errors.TooLargeError):
        reading.read_form(phase1_form)


def test_ten_thousand_pages_without_fields() -> None:
    pages = "3 0 R " * 10_000
    pdf = (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        f"2 0 obj<</Type/Pages/Kids[{pages}]/Count 10000>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        f"trailer<</Root 1 0 R/Size 4>>\n{END}"
    )
    assert reading.read_form(pdf.encode()) == FlatForm(None)


def test_nothing_is_said_on_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    reading.read_form(small_form("<</FT/Tx/T(phase1-manager)/V(Jan)>>"))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("form", ["phase1_form", "quick_scan_form"])
def test_damage_anywhere_is_an_error_or_a_reading(form: str, request: pytest.FixtureRequest) -> None:
    """Bytes changed and cut at places spread over the file: never another kind of exception."""
    pdf = request.getfixturevalue(form)
    results = set()
    for turn in range(60):
        place = (turn * 7919 + 101) % len(pdf)
        damaged = pdf[:place] + bytes([(turn * 37) % 256]) * (1 + turn % 9) + pdf[place + 1 + turn % 9 :]
        for variant in (damaged, pdf[:place]):
            try:
                results.add(type(reading.read_form(variant)))
            except errors.FormPdfError as error:
                results.add(type(error))
    assert FormReading in results and errors.NotAPdfError in results


def test_a_value_that_another_session_could_not_hold(
    worked: Session, phase1_form: bytes, tmp_path: Path
) -> None:
    """What is taken in is what fields can hold: a check of the session accepts it."""
    pdf = fillers.by_pypdf(phase1_form, ANSWERS, tmp_path)
    session = intake.take_in(worked, [read(pdf).incoming(worked)])
    assert edits.set_answers(session, at_organisation(worked.organisations[0].id), {}) == session
