"""The generator of filled paper itself: the same seed gives the same page, and pages hold what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sms_desktop.core import fields
from sms_desktop.exchange.scan.pictures import Picture, pictures
from tests.scanning.batch import batch
from tests.scanning.filling import Mix, fill
from tests.scanning.paper import printed
from tests.scanning.samples import Channel, as_photo, sample


@pytest.mark.parametrize(
    ("channel", "mix"),
    [("scan", "ordinary"), ("bilevel", "hard"), ("phone", "hard")],
    ids=lambda value: value,
)
def test_the_same_seed_gives_the_same_file(channel: Channel, mix: Mix, tmp_path: Path) -> None:
    one, again = (sample(batch(), channel, mix, 5, 4) for _ in range(2))
    assert (one.data, one.filled) == (again.data, again.filled)
    assert sample(batch(), channel, mix, 6, 4).data != one.data
    path = tmp_path / ("page" + one.suffix)
    path.write_bytes(one.data)
    (found,) = pictures(path)
    assert isinstance(found, Picture)
    assert found.bilevel == (channel == "bilevel")
    assert max(found.image.size) > 1200


def test_what_is_ticked_is_darker_than_what_is_empty() -> None:
    """And of boxes that exclude each other one is ticked, where people do as they are told."""
    index = 40
    page = batch().pages[index]
    seen = {True: [], False: []}
    for seed in range(4):
        rng = np.random.default_rng(seed)
        paper = printed(batch().pdf, index, 120, rng, is_colour=False)
        filled = fill(paper, page.fields, "ordinary", rng)
        assert filled.truth.keys() == {each.field for each in page.fields if each.kind == "box"}
        ticked = {name for name, truth in filled.truth.items() if truth.value}
        assert not any(ticked.intersection(fields.excluded_by(name)) for name in ticked)
        for field in page.fields:
            if field.kind == "box" and not filled.truth[field.field].review:
                inside = [(each + 1.2) * paper.per_mm for each in (field.x, field.y)]
                inside += [place + 2.6 * paper.per_mm for place in inside]
                patch = np.asarray(paper.image.crop(tuple(map(round, inside))))
                seen[bool(filled.truth[field.field].value)].append(float(patch.mean()))
    assert len(seen[True]) > 10 < len(seen[False])
    assert np.percentile(seen[True], 90) < np.percentile(seen[False], 10)


def test_a_photo_says_which_way_is_up(tmp_path: Path) -> None:
    upright = Image.new("RGB", (40, 30), "white")
    path, seen = tmp_path / "photo.jpg", set()
    for seed in range(8):
        path.write_bytes(as_photo(upright, 80, np.random.default_rng(seed)))
        with Image.open(path) as image:
            seen.add(image.size)
        (found,) = pictures(path)
        assert isinstance(found, Picture) and found.image.size == upright.size
    assert seen == {(40, 30), (30, 40)}
