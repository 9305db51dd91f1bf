"""Pages read back: what is ticked, whose it is, and every way in which a page can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from sms_desktop.core.forms import FormSet
from sms_desktop.core.session import Session
from sms_desktop.exchange.scan import gathering, known
from sms_desktop.exchange.scan.ink import Doubt
from sms_desktop.exchange.scan.pictures import Picture, pictures
from sms_desktop.exchange.scan.reading import PageReading, Reader, Reason, Status
from sms_desktop.exchange.scan.streaks import without_streaks
from sms_desktop.paper import drawing, fitting, layouts
from sms_desktop.paper.layouts import LaidField
from sms_desktop.paper.sheets import coded
from tests.exchange.scanned import PER_MM, Sheets, doubts, session_of, ticked
from tests.scanning.batch import batch
from tests.scanning.samples import sample

CROSSED = {
    "quick_scan.role.practice",
    "quick_scan.education.capital",
    "quick_scan.education.societal",
    "quick_scan.practice.legitimising",
}


@pytest.fixture
def session(form_set: FormSet) -> Session:
    return session_of(form_set)


@pytest.fixture
def quick_scans(session: Session) -> Sheets:
    return Sheets(session, coded.Request(sheet="quick-scan", copies=2))


def turned(angle: float) -> Callable[[Image.Image], Image.Image]:
    """Rotated on a larger white ground."""
    return lambda picture: picture.rotate(
        angle, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC
    )


def scaled(
    factor: float, ground: tuple[float, float] = (297.0, 210.0)
) -> Callable[[Image.Image], Image.Image]:
    """Printed smaller or larger, in the middle of paper of this size in millimetres."""

    def degrade(picture: Image.Image) -> Image.Image:
        small = picture.resize((round(picture.width * factor), round(picture.height * factor)))
        size = (round(ground[0] * PER_MM), round(ground[1] * PER_MM))
        paper = Image.new("L", size, 255)
        paper.paste(small, ((size[0] - small.width) // 2, (size[1] - small.height) // 2))
        return paper

    return degrade


def covered(*boxes: tuple[float, float, float, float]) -> Callable[[Image.Image], Image.Image]:
    """White where these rectangles are, in millimetres."""

    def degrade(picture: Image.Image) -> Image.Image:
        draw = ImageDraw.Draw(picture)
        for box in boxes:
            draw.rectangle([edge * PER_MM for edge in box], fill=255)
        return picture

    return degrade


TOP_LEFT, TOP_RIGHT = (0, 0, 20, 20), (278, 0, 297, 20)
BOTTOM_LEFT, BOTTOM_RIGHT = (0, 190, 20, 210), (278, 190, 297, 210)
UPPER_SQUARE, LOWER_SQUARE = (258, 5, 278, 27), (258, 183, 278, 205)


@pytest.mark.parametrize(
    "degrade",
    [
        turned(0),
        turned(1.7),
        turned(-2.4),
        turned(180),
        turned(90),
        turned(271),
        scaled(0.95),
        scaled(0.95, (279.4, 215.9)),
        scaled(1.007),
        covered(TOP_LEFT),
        covered(TOP_LEFT, BOTTOM_RIGHT),
        covered(UPPER_SQUARE),
        covered(TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT),
        covered(TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, LOWER_SQUARE),
        covered(TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT, LOWER_SQUARE),
    ],
    ids=[
        "straight", "askew", "askew the other way", "upside down", "a quarter", "three quarters", "95 %",
        "95 % on Letter", "stretched", "no corner", "two corners gone", "one square gone", "squares alone",
        "two codes on the right", "a corner and a square",
    ],
)  # fmt: skip
def test_read_without_a_doubt(quick_scans: Sheets, degrade: Callable[[Image.Image], Image.Image]) -> None:
    reading = quick_scans.reader().read(degrade(quick_scans.picture(2, CROSSED)), "scan", 1)
    assert (reading.status, reading.reason, reading.sheet) == (Status.READ, None, "paper-2")
    assert (reading.form, reading.form_page) == ("quick-scan", 1)
    assert ticked(reading) == CROSSED


def test_the_back_is_known_and_has_nothing_to_read(quick_scans: Sheets) -> None:
    reading = quick_scans.reader().read(quick_scans.picture(1), "scan", 2)
    assert (reading.status, reading.sheet, reading.form_page) == (Status.READ, "paper-1", 2)
    assert reading.fields == ()


def test_both_pages_of_an_organisation(session: Session) -> None:
    sheets = Sheets(session, coded.Request(sheet="phase1", only=("care",)))
    crossed = {"phase1.mission.yes", "phase1.network.no", "phase1.societal_goals.yes"}
    read = [sheets.reader().read(sheets.picture(n, crossed), "scan", n + 1) for n in (1, 0)]
    (gathered,) = gathering.gather(read)
    assert (gathered.sheet, [page.form_page for page in gathered.pages]) == ("care", [1, 2])
    answers = gathering.incoming(gathered).answers
    assert {field for field, value in answers.items() if value is True} == crossed


def without_squares(picture: Image.Image) -> Image.Image:
    return covered(UPPER_SQUARE, LOWER_SQUARE)(picture)


def two_on_one(sheets: Sheets) -> Image.Image:
    one, other = sheets.picture(0), sheets.picture(2)
    both = Image.new("L", (one.width, one.height * 2), 255)
    both.paste(one, (0, 0))
    both.paste(other, (0, one.height))
    return both


def holiday(sheets: Sheets) -> Image.Image:
    return Image.effect_mandelbrot((900, 700), (-2, -1, 1, 1), 40).convert("L")


CUT_OFFS: dict[str, tuple[Callable[[Sheets], Image.Image], Status, Reason]] = {
    "no squares": (lambda s: without_squares(s.picture(0)), Status.MANUAL, Reason.NO_PAGE_CODE),
    "one square alone": (
        lambda s: covered(TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT, UPPER_SQUARE)(s.picture(0)),
        Status.MANUAL,
        Reason.GEOMETRY,
    ),
    "no codes": (
        lambda s: covered((0, 0, 297, 28), (0, 182, 297, 210))(s.picture(0)),
        Status.MANUAL,
        Reason.NO_CODES,
    ),
    "two sheets": (two_on_one, Status.MANUAL, Reason.SEVERAL),
    "boxes hidden": (
        lambda s: covered((10, 70, 22, 150))(s.picture(0)),
        Status.MANUAL,
        Reason.OUTLINES,
    ),
    "coarse": (
        lambda s: s.picture(0, dpi=300).resize((780, 552), Image.Resampling.LANCZOS),
        Status.MANUAL,
        Reason.COARSE,
    ),
    "empty": (lambda s: Image.new("L", (1754, 1240), 250), Status.REFUSED, Reason.EMPTY),
    "holiday": (holiday, Status.MANUAL, Reason.NO_CODES),
}


@pytest.mark.parametrize("case", CUT_OFFS)
def test_what_cannot_simply_be_read(quick_scans: Sheets, case: str) -> None:
    made, status, reason = CUT_OFFS[case]
    reading = quick_scans.reader().read(made(quick_scans), "scan", 1)
    assert (reading.status, reading.reason) == (status, reason)
    assert reading.sheet in ("", "paper-1")


def test_without_a_page_code_the_page_is_read_but_nobodys(quick_scans: Sheets) -> None:
    reading = quick_scans.reader().read(without_squares(quick_scans.picture(0, CROSSED)), "scan", 1)
    assert (reading.sheet, reading.form_page, ticked(reading)) == ("", 1, CROSSED)


def test_a_sheet_of_another_session(form_set: FormSet, quick_scans: Sheets) -> None:
    other = Sheets(session_of(form_set, "other"), coded.Request(sheet="quick-scan"))
    reading = quick_scans.reader().read(other.picture(0, CROSSED), "scan", 1)
    assert (reading.status, reading.reason) == (Status.REFUSED, Reason.OTHER_SESSION)
    assert reading.fields == ()


def test_a_layout_that_is_not_known(session: Session, form_set: FormSet) -> None:
    sheets = Sheets(session, coded.Request(sheet="phase1", only=("care",)))
    fewer = replace(form_set, motives=form_set.motives[1:])
    reading = sheets.reader(form_set=fewer).read(sheets.picture(0), "scan", 1)
    assert (reading.status, reading.reason) == (Status.REFUSED, Reason.UNKNOWN_LAYOUT)


def test_an_organisation_that_is_gone(session: Session) -> None:
    sheets = Sheets(session, coded.Request(sheet="phase1", only=("care",)))
    sheets.session = replace(session, organisations=session.organisations[:1])
    reading = sheets.reader().read(sheets.picture(0, {"phase1.mission.yes"}), "scan", 1)
    assert (reading.status, reading.reason) == (Status.MANUAL, Reason.UNKNOWN_ORGANISATION)
    assert ticked(reading) == {"phase1.mission.yes"}


Draw = Callable[[ImageDraw.ImageDraw, float, float, float], None]


def blot(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    draw.rectangle((x, y, x + size, y + size), fill=30)


def faint(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    for one, other in ((0.2, 0.8), (0.8, 0.2)):
        draw.line((x + one * size, y + 0.2 * size, x + other * size, y + 0.8 * size), fill=212, width=3)


def tiny(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    draw.ellipse((x + 0.44 * size, y + 0.44 * size, x + 0.56 * size, y + 0.56 * size), fill=40)


def beside(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    draw.line((x + 1.1 * size, y, x + 1.35 * size, y + size), fill=40, width=3)


def far_beside(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    for one, other in ((0.0, 0.7), (0.7, 0.0)):
        draw.line((x - (1.3 - one) * size, y, x - (1.3 - other) * size, y + 0.7 * size), fill=40, width=3)


def on_the_outline(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    draw.line((x + 0.1 * size, y + size, x + 0.9 * size, y + size), fill=60, width=4)


def shaded(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    draw.rectangle((x - 0.1 * size, y - 0.1 * size, x + 1.1 * size, y + 1.1 * size), fill=218)
    draw.rectangle((x, y, x + size, y + size), outline=20)


def blackened_by_a_failing_pen(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    draw.rectangle((x + 2, y + 2, x + size - 2, y + size - 2), fill=205)
    for step in (0.3, 0.5, 0.7):
        draw.line((x + 0.2 * size, y + step * size, x + 0.8 * size, y + step * size), fill=150, width=2)


def written_through(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    points = [(x + step * size / 4, y + size * (0.25 + 0.5 * (step % 2))) for step in range(-6, 10)]
    draw.line(points, fill=60, width=2)


def streak(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    draw.line((x + 0.4 * size, y - 300, x + 0.4 * size, y + 300), fill=110, width=3)


@pytest.mark.parametrize(
    ("mark", "doubt"),
    [
        (blot, {Doubt.BLACKED_OUT}),
        (faint, {Doubt.FAINT}),
        (tiny, {Doubt.TINY}),
        (beside, {Doubt.BESIDE}),
        (far_beside, {Doubt.BESIDE}),
        (on_the_outline, {Doubt.BESIDE}),
        (shaded, {Doubt.AMBIGUOUS}),
        (blackened_by_a_failing_pen, {Doubt.AMBIGUOUS}),
        (written_through, {Doubt.AMBIGUOUS}),
        (streak, {Doubt.AMBIGUOUS}),
    ],
)
def test_marks_that_a_person_must_see(quick_scans: Sheets, mark: Draw, doubt: set[Doubt]) -> None:
    field = "quick_scan.education.capital"
    picture = quick_scans.picture(0, CROSSED - {field})
    place = next(each for each in quick_scans.pages[0].fields if each.field == field)
    mark(ImageDraw.Draw(picture), place.x * PER_MM, place.y * PER_MM, place.width * PER_MM)
    reading = quick_scans.reader(pictures=True).read(picture, "scan", 1)
    assert reading.status is Status.DOUBTFUL and reading.reason is Reason.DOUBTS
    found = doubts(reading)
    assert found.pop(field) in {each.value for each in doubt}
    if mark is not streak:  # which goes through the boxes above and below, too
        assert not found
        assert ticked(reading) == CROSSED - {field}
    assert next(each for each in reading.fields if each.field == field).crop.startswith(b"\xff\xd8")


def test_a_page_on_which_all_marks_are_very_light_is_looked_at(quick_scans: Sheets) -> None:
    picture = quick_scans.picture(0)
    places = {each.field: each for each in quick_scans.pages[0].fields if each.field in CROSSED}
    draw = ImageDraw.Draw(picture)
    for place in places.values():
        x, y, size = (each * PER_MM for each in (place.x, place.y, place.width))
        for one, other in ((0.25, 0.75), (0.75, 0.25)):
            ends = (x + one * size, y + 0.25 * size, x + other * size, y + 0.75 * size)
            draw.line(ends, fill=247, width=3)
    assert doubts(quick_scans.reader().read(picture, "scan", 1)) == dict.fromkeys(CROSSED, "faint")
    assert doubts(quick_scans.reader().read(quick_scans.picture(0), "scan", 1)) == {}


def test_where_all_marks_are_light_they_are_read_and_less_is_looked_at(quick_scans: Sheets) -> None:
    picture = quick_scans.picture(0)
    fields = {each.field: each for each in quick_scans.pages[0].fields}
    draw = ImageDraw.Draw(picture)
    for name in CROSSED:
        crossed(draw, fields[name], 212)
    field = fields["quick_scan.practice.capital"]
    x, y, size = (each * PER_MM for each in (field.x, field.y, field.width))
    draw.line((x + 0.2 * size, y + size + 2, x + 0.8 * size, y + size + 2), fill=212, width=2)
    reading = quick_scans.reader().read(picture, "scan", 1)
    assert doubts(reading) == {field.field: "beside"}
    assert ticked(reading) == CROSSED


@pytest.mark.parametrize(
    ("plain", "fainter"),
    [
        ({}, dict.fromkeys(sorted(CROSSED)[:2], 212)),
        (dict.fromkeys(sorted(CROSSED)[:3], 60), {"quick_scan.practice.capital": 212}),
        (dict.fromkeys(sorted(CROSSED)[:1], 60), dict.fromkeys(sorted(CROSSED)[1:], 212)),
        (dict.fromkeys(CROSSED, 208), {"quick_scan.practice.capital": 226}),
    ],
    ids=["too few", "beside a pen", "more than a pen", "fainter than the others"],
)
def test_light_marks_that_may_be_what_is_left_of_others(
    quick_scans: Sheets, plain: dict[str, int], fainter: dict[str, int]
) -> None:
    picture = quick_scans.picture(0)
    fields = {each.field: each for each in quick_scans.pages[0].fields}
    for name, fill in (plain | fainter).items():
        crossed(ImageDraw.Draw(picture), fields[name], fill)
    assert doubts(quick_scans.reader().read(picture, "scan", 1)) == dict.fromkeys(fainter, "faint")


def crossed(draw: ImageDraw.ImageDraw, field: LaidField, fill: int) -> None:
    x, y, size = (each * PER_MM for each in (field.x, field.y, field.width))
    for one, other in ((0.2, 0.8), (0.8, 0.2)):
        draw.line((x + one * size, y + 0.2 * size, x + other * size, y + 0.8 * size), fill=fill, width=3)


def low_tick(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    points = [(0.35, 0.75), (0.6, 1.1), (1.3, 0.3)]
    draw.line([(x + across * size, y + along * size) for across, along in points], fill=50, width=3)


def test_a_tick_that_misses_the_middle_of_its_box(quick_scans: Sheets) -> None:
    field = next(each for each in quick_scans.pages[0].fields if each.field == "quick_scan.practice.capital")
    picture = quick_scans.picture(0, CROSSED)
    low_tick(ImageDraw.Draw(picture), field.x * PER_MM, field.y * PER_MM, field.width * PER_MM)
    reading = quick_scans.reader().read(picture, "scan", 1)
    assert (ticked(reading), doubts(reading)) == ({*CROSSED, field.field}, {})


def marker(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    points = [(0.05, 0.4), (0.45, 0.85), (1.2, 0.0)]
    ends = [(x + across * size, y + along * size) for across, along in points]
    draw.line(ends, fill=70, width=round(2.0 * PER_MM), joint="curve")


def test_the_strokes_of_a_marker_are_no_stains(quick_scans: Sheets) -> None:
    picture = quick_scans.picture(0)
    for field in quick_scans.pages[0].fields:
        if field.field in CROSSED:
            marker(ImageDraw.Draw(picture), field.x * PER_MM, field.y * PER_MM, field.width * PER_MM)
    reading = quick_scans.reader().read(picture, "scan", 1)
    assert (ticked(reading), doubts(reading)) == (CROSSED, {})


@pytest.mark.parametrize(
    "letters",
    [
        [(-1.6, 5), (-0.25, 8), (1.7, 6)],  # three letters, and none ends beside the box
        [(-1.6, 11)],  # a word that ends in the box
    ],
)
def test_a_word_that_comes_from_a_line_to_write_on_is_no_tick(
    session: Session, letters: list[tuple[float, int]]
) -> None:
    sheets = Sheets(session, coded.Request(sheet="phase1", only=("care",)))
    page, field = next(
        (page, each)
        for page, laid in enumerate(sheets.pages)
        for each in laid.fields
        if each.field == "phase1.other_1.yes"
    )
    picture = sheets.picture(page)
    x, y, size = field.x * PER_MM, field.y * PER_MM, field.width * PER_MM
    draw = ImageDraw.Draw(picture)
    for start, steps in letters:
        points = [
            (x + (start + step / 5) * size, y + size * (0.3 + 0.4 * (step % 2))) for step in range(steps)
        ]
        draw.line(points, fill=60, width=2)
    assert doubts(sheets.reader().read(picture, "scan", 1))[field.field] == "ambiguous"


def test_boxes_that_thick_marks_hide_are_found(tmp_path: Path) -> None:
    """Two of fourteen boxes lie under a felt tip: they are where their neighbours say."""
    made = sample(batch(), "scan", "ordinary", 2029, 812)
    path = tmp_path / f"scan{made.suffix}"
    path.write_bytes(made.data)
    known_layouts = known.KnownLayouts((batch().session.form_set,), None)
    picture = next(pictures(path))
    assert isinstance(picture, Picture)
    reading = Reader(batch().session, known_layouts).read(picture.image, "scan", 1)
    assert reading.status is Status.READ
    assert ticked(reading) == {name for name, truth in made.filled.truth.items() if truth.value}


def shadow(picture: Image.Image) -> Image.Image:
    """The edge of a dark shadow, from the top to the bottom, through a column of boxes."""
    light = Image.new("L", picture.size, 255)
    ImageDraw.Draw(light).rectangle((0, 0, 15.5 * PER_MM, picture.height), fill=130)
    return ImageChops.multiply(picture, light.filter(ImageFilter.GaussianBlur(1.2 * PER_MM)))


def streaks(picture: Image.Image) -> Image.Image:
    """Dust on the glass of a feeder: lines along the whole sheet, one through a column of boxes."""
    dusty = picture.copy()
    for x in (15.2 * PER_MM, 100.0 * PER_MM, 156.0 * PER_MM):
        for step in range(3):
            column = dusty.crop((round(x) + step, 0, round(x) + step + 1, dusty.height))
            dusty.paste(column.point([value * 6 // 10 for value in range(256)]), (round(x) + step, 0))
    return dusty


def moved(picture: Image.Image) -> Image.Image:
    """A camera that moved: everything is there twice."""
    return Image.blend(picture, ImageChops.offset(picture, 2, 1), 0.3)


@pytest.mark.parametrize("spoiled", [shadow, streaks, moved])
@pytest.mark.parametrize("angle", [0, 90])
def test_what_is_no_mark(
    quick_scans: Sheets, spoiled: Callable[[Image.Image], Image.Image], angle: int
) -> None:
    crossed = {"quick_scan.role.practice", "quick_scan.practice.legitimising"}
    picture = spoiled(quick_scans.picture(0, crossed)).rotate(angle, expand=True)
    reading = quick_scans.reader().read(picture, "scan", 1)
    assert (ticked(reading), doubts(reading)) == (crossed, {})


def test_a_clean_page_is_left_as_it_is(quick_scans: Sheets) -> None:
    picture = quick_scans.picture(0, CROSSED)
    assert without_streaks(picture) is picture


def test_a_layout_whose_words_are_not_known_is_read_without_them(session: Session, tmp_path: Path) -> None:
    sheets = Sheets(session, coded.Request(sheet="phase1", only=("care",)))
    of_old_words = layouts.of("phase1-practice", sheets.pages)
    known.keep(tmp_path, (of_old_words,))
    fewer = replace(session.form_set, motives=session.form_set.motives[1:])
    reader = Reader(session, known.KnownLayouts((fewer,), tmp_path))
    assert ticked(reader.read(sheets.picture(0, {"phase1.mission.yes"}), "scan", 1)) == {"phase1.mission.yes"}


def test_ja_and_nee_are_both_left_to_a_person(session: Session) -> None:
    sheets = Sheets(session, coded.Request(sheet="phase1", only=("school",)))
    reading = sheets.reader().read(sheets.picture(0, {"phase1.mission.yes", "phase1.mission.no"}), "scan", 1)
    assert doubts(reading) == {"phase1.mission.yes": "both", "phase1.mission.no": "both"}


@pytest.mark.parametrize("is_alone", [True, False])
def test_beside_a_plain_tick_only_the_one_that_is_struck_out_is_asked_about(
    session: Session, is_alone: bool
) -> None:
    """Unless something is written around the plain one too: then it may be the one that is not meant."""
    sheets = Sheets(session, coded.Request(sheet="phase1", only=("school",)))
    names = ("phase1.mission.yes", "phase1.mission.no")
    picture = sheets.picture(0, names)
    yes, no = (next(each for each in sheets.pages[0].fields if each.field == name) for name in names)
    middle = (yes.y + yes.height / 2) * PER_MM
    draw = ImageDraw.Draw(picture)
    draw.line([(yes.x - 7) * PER_MM, middle + 3, (yes.x + 8) * PER_MM, middle - 3], fill=40, width=4)
    if not is_alone:
        edge = (no.x + no.width + 1.2) * PER_MM
        draw.line([edge, middle - 12, edge + 3, middle + 12], fill=40, width=3)
    reading = sheets.reader().read(picture, "scan", 1)
    if is_alone:
        assert doubts(reading) == {"phase1.mission.yes": "both"}
        assert ticked(reading) == {"phase1.mission.no"}
    else:
        assert doubts(reading) == {"phase1.mission.yes": "ambiguous", "phase1.mission.no": "both"}


def test_something_written_on_a_line_is_pointed_out(quick_scans: Sheets) -> None:
    picture = quick_scans.picture(0, CROSSED)
    field = next(
        each for each in quick_scans.pages[0].fields if each.field == "quick_scan.education.capital.note"
    )
    x, y = (field.x + 5) * PER_MM, (field.y + field.height - 4) * PER_MM
    ImageDraw.Draw(picture).line([(x + 9 * n, y + 12 * (n % 2)) for n in range(20)], fill=60, width=2)
    reading = quick_scans.reader().read(picture, "scan", 1)
    assert doubts(reading) == {field.field: "handwriting"}
    assert reading.status is Status.READ


def read_both(sheets: Sheets, one: set[str], other: set[str]) -> list[PageReading]:
    return [sheets.reader().read(sheets.picture(0, crossed), "scan", 1) for crossed in (one, other)]


def test_the_same_sheet_twice_is_compared_never_doubled(quick_scans: Sheets) -> None:
    (same,) = gathering.gather(read_both(quick_scans, CROSSED, CROSSED))
    assert len(same.pages) == 1 and len(same.repeated) == 1 and same.doubts == ()
    other = CROSSED - {"quick_scan.education.capital"}
    (different,) = gathering.gather(read_both(quick_scans, CROSSED, other))
    assert [(each.field, each.doubt) for each in different.doubts] == [
        ("quick_scan.education.capital", Doubt.TWICE)
    ]
    assert "quick_scan.education.capital" not in gathering.incoming(different).answers


def test_a_handout_that_was_left_over_is_blank(quick_scans: Sheets) -> None:
    (blank,) = gathering.gather([quick_scans.reader().read(quick_scans.picture(0), "scan", 1)])
    (filled,) = gathering.gather([quick_scans.reader().read(quick_scans.picture(0, CROSSED), "scan", 1)])
    assert blank.is_blank and not filled.is_blank


@pytest.mark.parametrize("paper", ["a3", "letter"])
def test_sheets_on_another_paper_are_read_as_those_on_a4(paper: str, quick_scans: Sheets) -> None:
    quick_scans.document = fitting.on_paper(quick_scans.document, paper)
    quick_scans.pdf = drawing.to_pdf(quick_scans.document)
    reading = quick_scans.reader().read(quick_scans.picture(0, CROSSED), "scan", 1)
    assert ticked(reading) == CROSSED
    assert doubts(reading) == {}
