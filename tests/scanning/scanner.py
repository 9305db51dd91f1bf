"""What a flat-bed or a sheet feeder makes of a sheet of paper."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps

from tests.scanning.paper import MM_PER_INCH, Paper, Rng, grain, noise

Colours = Literal["grey", "colour", "black and white"]
A4 = (210.0, 297.0)


@dataclass(frozen=True)
class Scanner:
    """A scanner with its settings, and how this sheet went in. Lengths in millimetres, angles in degrees.

    ``stretch`` is how much longer (0.005 is 0.5 %) the sheet comes out in each direction; ``wobble`` how
    unevenly the feeder pulls; ``beyond`` how bright it is where there is no paper; ``black`` and ``white``
    are the brightness that the scanner makes of black and of paper.
    """

    dpi: int
    colours: Colours
    turned: float
    upside_down: bool
    shift: tuple[float, float]
    stretch: tuple[float, float]
    wobble: float
    beyond: int
    black: float
    white: float
    gamma: float
    blur: float
    noise: float
    streaks: int
    back: float
    edge: float
    quality: int
    threshold: int

    @classmethod
    def some(cls, rng: Rng, colours: Colours | None = None, dpi: int | None = None) -> Scanner:
        """A scanner of an office, a school or a home."""
        is_feeder = rng.random() < 0.6
        black, white = rng.uniform(5, 70), rng.uniform(222, 262)
        is_bilevel = colours == "black and white"
        return cls(
            dpi=dpi or int(rng.choice([200, 300] if is_bilevel else [150, 200, 200, 300])),
            colours=colours or ("colour" if rng.random() < 0.4 else "grey"),
            turned=float(np.clip(rng.normal(0, 0.9 if is_feeder else 0.6), -2.5, 2.5)),
            upside_down=bool(rng.random() < 0.25),
            shift=tuple(rng.normal(0, 1.2, 2)),
            stretch=tuple(np.clip(rng.normal(0, 0.003, 2), -0.007, 0.007)),
            wobble=rng.uniform(0, 0.25) if is_feeder else 0.0,
            beyond=int(rng.choice([0, 40, 120, 225, 245, 255])),
            black=black,
            white=white,
            gamma=rng.uniform(0.8, 1.25),
            blur=rng.uniform(0.3, 1.0),
            noise=rng.gamma(2, 1.2) + 0.5,
            streaks=int(rng.integers(1, 4)) if is_feeder and rng.random() < 0.2 else 0,
            back=rng.uniform(0.02, 0.14) if rng.random() < 0.6 else 0.0,
            edge=rng.uniform(0.1, 0.6) if rng.random() < 0.35 else 0.0,
            quality=int(rng.choice([35, 50, 65, 75, 80, 85, 92, 95])),
            # Set for text: what is a third or so of the way from paper to black is black.
            threshold=int(white - (white - black) * rng.uniform(0.22, 0.5)),
        )

    @property
    def finer_dpi(self) -> int:
        """In which the paper should be drawn for this scanner."""
        return {150: 220, 200: 260, 300: 300}.get(self.dpi, self.dpi)

    def scan(self, paper: Paper, rng: Rng, back: Image.Image | None = None) -> Image.Image:
        """The scan. ``back`` is what is printed on the back of the sheet, as seen from that side."""
        image = paper.image
        if self.colours != "colour":
            image = image.convert("L")
        if self.back and back is not None:
            image = _seen_through(image, back, self.back)
        per_mm = self.dpi / MM_PER_INCH
        if paper.per_mm > per_mm * 1.05:
            image = image.filter(ImageFilter.BoxBlur((paper.per_mm / per_mm - 1) / 2))
        scan = self._fed(image, paper, per_mm, rng)
        if self.blur > 0.35:
            scan = scan.filter(ImageFilter.GaussianBlur(self.blur))
        scan = self._lit(scan, rng)
        scan = _toned(scan, self.black, self.white, self.gamma)
        scan = _noisy(scan, self.noise, rng)
        scan = _streaked(scan, self.streaks, rng)
        if self.colours == "black and white":
            return scan.convert("L").point(
                [255 if value > self.threshold else 0 for value in range(256)], "1"
            )
        return scan

    def _fed(self, image: Image.Image, paper: Paper, per_mm: float, rng: Rng) -> Image.Image:
        """The sheet turned and pulled as it was; where a scanner sees no paper it sees its lid."""
        width_mm, height_mm = paper.size_mm
        size = round(width_mm * per_mm), round(height_mm * per_mm)
        rows = np.linspace(0, size[1], 25 if self.wobble else 2).round().astype(int)
        phase, waves = rng.uniform(0, 6), rng.uniform(0.5, 3)
        mesh = []
        for top, bottom in pairwise(rows):
            corners = np.array([(0, top), (0, bottom), (size[0], bottom), (size[0], top)], float) / per_mm
            corners[:, 1] += self.wobble * np.sin(phase + waves * 2 * np.pi * corners[:, 1] / height_mm)
            mesh.append(((0, int(top), size[0], int(bottom)), self._on_paper(corners, width_mm, height_mm)))
        flat = [(box, tuple((quad * paper.per_mm).ravel().tolist())) for box, quad in mesh]
        return image.transform(
            size,
            Image.Transform.MESH,
            flat,
            Image.Resampling.BILINEAR,
            fillcolor=self.beyond if image.mode == "L" else (self.beyond,) * 3,
        )

    def _on_paper(self, points: np.ndarray, width: float, height: float) -> np.ndarray:
        """Where on the paper the points of the scan are."""
        middle = np.array([width, height]) / 2
        angle = np.radians(self.turned + (180 if self.upside_down else 0))
        c, s = np.cos(angle), np.sin(angle)
        away = (points - middle - np.array(self.shift)) / (1 + np.array(self.stretch))
        return away @ np.array([[c, -s], [s, c]]) + middle

    def _lit(self, scan: Image.Image, rng: Rng) -> Image.Image:
        """Darker towards one edge, as where a book or a lid lifts the paper."""
        if not self.edge:
            return scan
        reach = rng.uniform(0.02, 0.12)
        place = np.linspace(0, 1, scan.width)
        if rng.random() < 0.5:
            place = place[::-1]
        shade = 255 * (1 - self.edge * np.exp(-place / reach))
        row = Image.fromarray(shade.astype(np.uint8)[None, :]).resize(scan.size)
        return ImageChops.multiply(scan, row if scan.mode == "L" else Image.merge("RGB", [row] * 3))


def _seen_through(image: Image.Image, back: Image.Image, how_much: float) -> Image.Image:
    """The print on the back shines through, mirrored and blurred."""
    small = back.convert("L").resize((image.width // 4, image.height // 4))
    small = ImageOps.mirror(small).filter(ImageFilter.GaussianBlur(1.2))
    small = small.point([round(255 - (250 - min(value, 250)) * how_much) for value in range(256)])
    veil = small.resize(image.size, Image.Resampling.BILINEAR)
    return ImageChops.multiply(image, veil if image.mode == "L" else Image.merge("RGB", [veil] * 3))


def _toned(image: Image.Image, black: float, white: float, gamma: float) -> Image.Image:
    curve = [
        max(0, min(255, round(black + (white - black) * (value / 248) ** gamma))) for value in range(256)
    ]
    return image.point(curve * len(image.getbands()))


def _noisy(image: Image.Image, strength: float, rng: Rng) -> Image.Image:
    """Noise, and the grain of the paper."""
    pixels = np.asarray(image, np.int16)
    spots = (noise(pixels.size, rng) * strength).astype(np.int16).reshape(pixels.shape)
    rough = ((grain(pixels.shape[:2], 3.0, rng) - 0.5) * 5).astype(np.int16)
    pixels = pixels + spots + (rough if pixels.ndim == 2 else rough[:, :, None])
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _streaked(image: Image.Image, count: int, rng: Rng) -> Image.Image:
    """Dust on the glass of a feeder draws a line along the whole sheet."""
    if not count:
        return image
    pixels = np.array(image, np.float32)
    for _ in range(count):
        left, wide = int(rng.integers(pixels.shape[1] - 3)), int(rng.integers(1, 4))
        strength = rng.uniform(0.08, 0.6)
        along = strength * (0.7 + 0.3 * np.sin(np.linspace(0, rng.uniform(1, 30), pixels.shape[0])))
        column = along[:, None] if pixels.ndim == 2 else along[:, None, None]
        pixels[:, left : left + wide] *= 1 - column
    return Image.fromarray(pixels.astype(np.uint8))
