"""Empty backs of sheets, as scanners give them, and pages that are not empty."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from sms_desktop.core.forms import FormSet
from sms_desktop.exchange.scan.blank import is_blank
from sms_desktop.exchange.scan.process import Reading
from sms_desktop.exchange.scan.reading import Reason, Status
from sms_desktop.paper.sheets import coded
from tests.exchange.scanned import Sheets, session_of

SIZE = (1240, 1754)
Change = Callable[[Image.Image], Image.Image]


def paper(seed: int = 1) -> Image.Image:
    """Paper with the noise of a scanner."""
    noise = Image.effect_noise(SIZE, 12)
    return ImageChops.add(Image.new("L", SIZE, 110), noise)


def drawn(draw: Callable[[ImageDraw.ImageDraw], object]) -> Change:
    def change(picture: Image.Image) -> Image.Image:
        draw(ImageDraw.Draw(picture))
        return picture

    return change


def specks(draw: ImageDraw.ImageDraw) -> None:
    chance = random.Random(3)
    for _ in range(12):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        draw.rectangle((x, y, x + 2, y + 2), fill=40)


def shadowed(picture: Image.Image) -> Image.Image:
    gradient = (
        Image.linear_gradient("L").rotate(90).resize(SIZE).point(lambda value: 120 + value * 135 // 255)
    )
    return ImageChops.multiply(picture, gradient)


def shown_through(picture: Image.Image) -> Image.Image:
    front = Image.new("L", SIZE, 255)
    draw = ImageDraw.Draw(front)
    for line in range(40):
        draw.text((150, 100 + 40 * line), "wat er op de voorkant staat " * 5, fill=0, font_size=28)
    faint = front.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(2))
    return ImageChops.multiply(picture, faint.point(lambda value: 240 + value * 15 // 255))


def word(fill: int, width: int) -> Change:
    def draw(on: ImageDraw.ImageDraw) -> None:
        for step in range(12):
            x = 500 + 14 * step
            on.line([(x, 900), (x + 7, 870), (x + 14, 900)], fill=fill, width=width)

    return drawn(draw)


BLANK: dict[str, Change] = {
    "nothing": lambda picture: picture,
    "a dark edge": drawn(lambda on: on.rectangle((0, 0, 110, SIZE[1]), fill=15)),
    "a dark wedge": drawn(lambda on: on.polygon([(0, 0), (SIZE[0], 0), (0, 150)], fill=15)),
    "two edges": drawn(
        lambda on: (on.rectangle((1160, 0, *SIZE), fill=5), on.rectangle((0, 1700, *SIZE), fill=60))
    ),
    "dust": drawn(specks),
    "a shadow": shadowed,
    "what shows through": shown_through,
}
WRITTEN: dict[str, Change] = {
    "a word": word(40, 4),
    "a word in pencil": word(165, 3),
    "a word beside a dark edge": lambda picture: word(40, 4)(BLANK["a dark edge"](picture)),
    "a heading near the edge": drawn(
        lambda on: on.text((300, 130), "Nog een opmerking", fill=30, font_size=40)
    ),
    "a word in a shadow": lambda picture: shadowed(word(40, 4)(picture)),
}


@pytest.mark.parametrize("case", [*BLANK, *WRITTEN])
@pytest.mark.parametrize("turns", [0, 1])
def test_an_empty_side_is_told_from_one_with_a_word_on_it(case: str, turns: int) -> None:
    made = {**BLANK, **WRITTEN}[case](paper()).rotate(90 * turns, expand=True)
    assert is_blank(made) is (case in BLANK)


def test_a_printed_page_is_not_blank(form_set: FormSet) -> None:
    sheets = Sheets(session_of(form_set), coded.Request("quick-scan", copies=1))
    assert not is_blank(sheets.picture(0)) and not is_blank(sheets.picture(1))


def test_an_empty_back_costs_nobody_a_decision(form_set: FormSet, tmp_path: Path) -> None:
    session = session_of(form_set)
    front = Sheets(session, coded.Request("quick-scan", copies=1)).picture(0)
    back = BLANK["a dark edge"](paper()).resize(front.size)
    front.save(tmp_path / "scan.pdf", "PDF", save_all=True, append_images=[back], resolution=150)
    found = [event.reading for event in Reading(session, [tmp_path / "scan.pdf"]) if event.reading]
    assert [(each.status, each.reason) for each in found] == [
        (Status.READ, None),
        (Status.REFUSED, Reason.EMPTY),
    ]
