"""What a phone makes of a sheet of paper on a table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.scanning.paper import Paper, Rng, grain, noise

SIZES = ((1600, 1200), (2048, 1536), (2592, 1944), (3264, 2448), (4000, 3000))
_CELLS = 36
_FOCAL = 1.15
"""Of the lens, in longer sides of the picture: the wide angle that phones have."""


@dataclass(frozen=True)
class Sheet:
    """The shape of a sheet on a table: how high it stands above it, in millimetres.

    ``curls`` are waves (height, length, direction, phase); ``folds`` are (place, direction, height):
    creases across the sheet that stay up.
    """

    width: float
    height: float
    curls: tuple[tuple[float, float, float, float], ...]
    folds: tuple[tuple[float, float, float], ...]

    @classmethod
    def some(cls, width: float, height: float, rng: Rng, *, folds: int | None = None) -> Sheet:
        """As flat or curled as sheets are that lay in a bag."""
        curls = []
        for _ in range(int(rng.integers(1, 3))):
            # Paper is stiff: short waves are low ones.
            length = rng.uniform(180, 520)
            high = min(rng.gamma(1.6, 1.3), length / 60)
            curls.append((high, length, rng.uniform(0, np.pi), rng.uniform(0, 6.3)))
        if folds is None:
            folds = 1 if rng.random() < 0.25 else 0
        creases = []
        for place in range(folds):
            direction = (0.0, np.pi / 2)[(place + int(width > height)) % 2]
            creases.append((rng.normal(0, 3), direction, rng.uniform(2, 9)))
        return cls(width, height, tuple(curls), tuple(creases))

    def high(self, points: np.ndarray) -> np.ndarray:
        """How high the paper is at these points, a row each, in millimetres on the sheet."""
        x, y = (points - np.array([self.width, self.height]) / 2).T
        total = np.zeros(len(points))
        for high, length, direction, phase in self.curls:
            along = x * np.cos(direction) + y * np.sin(direction)
            total += high * np.sin(2 * np.pi * along / length + phase)
        for place, direction, high in self.folds:
            along = np.abs(-x * np.sin(direction) + y * np.cos(direction) - place)
            total += high * np.exp(-along / 55)
        return total


@dataclass(frozen=True)
class Shot:
    """A photo: where the camera is and how it was held. Angles in degrees, lengths in millimetres."""

    size: tuple[int, int]
    tilt: float
    tilt_way: float
    turned: float
    fills: float
    aside: tuple[float, float]
    quality: int

    @classmethod
    def some(cls, rng: Rng, size: tuple[int, int] | None = None) -> Shot:
        """By somebody who tries to get the sheet in the picture."""
        return cls(
            size=size or SIZES[rng.choice(len(SIZES), p=[0.22, 0.22, 0.2, 0.2, 0.16])],
            tilt=min(abs(rng.normal(0, 11)), 32),
            tilt_way=rng.uniform(0, 360),
            turned=rng.normal(0, 3.5) + 90 * int(rng.choice([0, 0, 0, 1, 2, 3])),
            fills=rng.uniform(0.78, 1.0),
            aside=tuple(rng.normal(0, 0.012, 2)),
            quality=int(rng.choice([55, 70, 80, 88, 93])),
        )


class Camera:
    """Maps points on the paper to pixels of the photo."""

    def __init__(self, sheet: Sheet, shot: Shot) -> None:
        self._sheet, self._shot = sheet, shot
        self._rotation = _rotation(shot)
        self._distance, self._scale = 900.0, 1.0
        self._shift = np.zeros(2)
        corners = np.array([(0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height)], float)
        seen = self._seen(corners, 0 * corners[:, 0])
        low, high = seen.min(axis=0), seen.max(axis=0)
        frame = np.array(self.size, float)
        # The paper is as large as fits, and no larger.
        self._scale = float((frame / (high - low)).min()) * shot.fills
        seen = self._seen(corners, 0 * corners[:, 0])
        self._shift = frame / 2 - (seen.min(axis=0) + seen.max(axis=0)) / 2 + np.array(shot.aside) * frame
        self._flat = _homography(corners, self._seen(corners, 0 * corners[:, 0]))

    @property
    def size(self) -> tuple[int, int]:
        """Of the photo; held upright for a sheet that stands."""
        wide, low = self._shot.size
        is_wide = (self._sheet.width > self._sheet.height) == (round(self._shot.turned / 90) % 2 == 0)
        return (wide, low) if is_wide else (low, wide)

    @property
    def per_mm(self) -> float:
        """Pixels for a millimetre in the middle of the sheet, about."""
        middle = np.array([(self._sheet.width / 2, self._sheet.height / 2)])
        step = self._seen(middle + np.array([10, 0]), np.zeros(1)) - self._seen(middle, np.zeros(1))
        return float(np.hypot(*step[0])) / 10

    def pixels(self, points: np.ndarray) -> np.ndarray:
        """Where these points of the paper, curled as it is, are in the photo."""
        return self._seen(points, self._sheet.high(points))

    def paper(self, pixels: np.ndarray) -> np.ndarray:
        """Which points of the paper are at these pixels (beyond its edges it goes on)."""
        flat = np.linalg.inv(self._flat)
        points = _mapped(flat, pixels)
        for _ in range(12):
            beside = self.pixels(points) - _mapped(self._flat, points)
            points = _mapped(flat, pixels - beside)
        return points

    def _seen(self, points: np.ndarray, high: np.ndarray) -> np.ndarray:
        away = points - np.array([self._sheet.width, self._sheet.height]) / 2
        space = np.column_stack([away, -high]) @ self._rotation.T
        depth = space[:, 2] + self._distance * _FOCAL * 0.38
        return space[:, :2] / depth[:, None] * 1000 * self._scale + self._shift


def photo(paper: Paper, sheet: Sheet, shot: Shot, rng: Rng, ground: Image.Image | None = None) -> Image.Image:
    """The photo, with its light, shadows, blur and noise. ``ground`` is beneath instead of a table."""
    camera = Camera(sheet, shot)
    size = camera.size
    nodes = _nodes(size)
    points = camera.paper(nodes.reshape(-1, 2)).reshape(nodes.shape)
    page = _laid(paper, points, size, camera.per_mm)
    if ground is None:
        ground = table(size, rng)
    done = _on(page, ground, points, (sheet.width, sheet.height))
    done = _lit(done, points, sheet, rng)
    return _taken(done, rng)


def _laid(paper: Paper, points: np.ndarray, size: tuple[int, int], per_mm: float) -> Image.Image:
    """The paper as its points lie in the photo."""
    image, scale = paper.image.convert("RGB"), paper.per_mm
    if scale > per_mm * 1.5:
        # A lens sees everything in a pixel, not one point of it.
        wanted = per_mm * 1.25
        smaller = round(image.width * wanted / scale), round(image.height * wanted / scale)
        image = image.resize(
            smaller, Image.Resampling.BOX if scale > wanted * 2 else Image.Resampling.BILINEAR
        )
        scale = wanted
    return image.transform(
        size,
        Image.Transform.MESH,
        _mesh(points * scale, size),
        Image.Resampling.BILINEAR,
        fillcolor=(90, 90, 90),
    )


def _nodes(size: tuple[int, int]) -> np.ndarray:
    xs, ys = (np.linspace(0, each, _CELLS + 1).round() for each in size)
    return np.stack(np.meshgrid(xs, ys), axis=2)


def _mesh(places: np.ndarray, size: tuple[int, int]) -> list:
    nodes = _nodes(size).astype(int)
    mesh = []
    for row in range(_CELLS):
        for column in range(_CELLS):
            quad = [places[row + a, column + b] for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))]
            left, top = nodes[row, column].tolist()
            right, bottom = nodes[row + 1, column + 1].tolist()
            mesh.append(((left, top, right, bottom), tuple(np.concatenate(quad).tolist())))
    return mesh


def _on(
    page: Image.Image, ground: Image.Image, points: np.ndarray, size_mm: tuple[float, float]
) -> Image.Image:
    """The page on what lies beneath, with the shadow that its edge casts."""
    masks, shadows = [], []
    for axis in (0, 1):
        # The distance to the nearer edge in millimetres, as grey values around 128.
        from_edge = size_mm[axis] / 2 - np.abs(points[:, :, axis] - size_mm[axis] / 2)
        nodes = Image.fromarray((from_edge * 4 + 128).astype(np.float32))
        field = _spread(nodes, (page.width // 2, page.height // 2)).convert("L")
        masks.append(field.point([max(0, min(255, (value - 126) * 64)) for value in range(256)]))
        shadows.append(
            field.point([255 if value < 96 else max(120, 255 - (value - 96) * 4) for value in range(256)])
        )
    shadow = ImageChops.lighter(*shadows).resize(page.size, Image.Resampling.BILINEAR)
    mask = ImageChops.darker(*masks).resize(page.size, Image.Resampling.BILINEAR)
    ground = ImageChops.multiply(ground, Image.merge("RGB", [shadow] * 3))
    return Image.composite(page, ground, mask)


def _spread(nodes: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Values at nodes over the whole picture: the first and the last nodes lie on its edges."""
    last = nodes.width - 1
    return nodes.transform(
        size,
        Image.Transform.AFFINE,
        (last / size[0], 0, 0.5, 0, last / size[1], 0.5),
        Image.Resampling.BILINEAR,
    )


def _lit(image: Image.Image, points: np.ndarray, sheet: Sheet, rng: Rng) -> Image.Image:
    """Uneven light, the shading of curls and folds, the shadow of a hand or the phone, a colour cast."""
    flat = points.reshape(-1, 2)
    step = 2.0
    slope_x, slope_y = (
        (sheet.high(flat + way) - sheet.high(flat - way)) / (2 * step) for way in np.eye(2) * step
    )
    way = rng.uniform(0, 2 * np.pi)
    shade = 1 + rng.uniform(0.3, 0.9) * (slope_x * np.cos(way) + slope_y * np.sin(way))
    u, v = np.meshgrid(np.linspace(-1, 1, _CELLS + 1), np.linspace(-1, 1, _CELLS + 1))
    way = rng.uniform(0, 2 * np.pi)
    falling = 1 - rng.uniform(0.0, 0.28) * (1 + u * np.cos(way) + v * np.sin(way)) / 2
    corners = 1 - rng.uniform(0.0, 0.16) * (u**2 + v**2) / 2
    light = np.clip(shade.reshape(u.shape), 0.55, 1.35) * falling * corners * rng.uniform(0.62, 0.98)
    small = image.width // 4, image.height // 4
    field = _spread(Image.fromarray((np.clip(light, 0, 1) * 255).astype(np.uint8)), small)
    if rng.random() < 0.45:
        field = ImageChops.multiply(field, _shadow(small, rng))
    cast = np.clip(np.array([1.0, 0.97, 0.93]) + rng.normal(0, [0.03, 0.015, 0.06]), 0.75, 1.0)
    bands = [field.point([round(value * each) for value in range(256)]) for each in cast.tolist()]
    light = Image.merge("RGB", bands).resize(image.size, Image.Resampling.BILINEAR)
    return ImageChops.multiply(image, light)


def _shadow(size: tuple[int, int], rng: Rng) -> Image.Image:
    """Of an arm with a hand, or of the phone: dark with a soft edge, from outside the picture."""
    small = Image.new("L", (160, 120), 255)
    draw = ImageDraw.Draw(small)
    dark = int(rng.uniform(95, 200))
    way = rng.uniform(0, 2 * np.pi)
    along = np.array([np.cos(way), np.sin(way)])
    aside = np.array([-along[1], along[0]])
    tip = np.array([80, 60]) + rng.normal(0, 22, 2)
    if rng.random() < 0.5:
        wide = rng.uniform(12, 40)
        corners = [
            tip + aside * wide,
            tip - aside * wide,
            tip - aside * wide + along * 250,
            tip + aside * wide + along * 250,
        ]
        draw.polygon([tuple(each) for each in np.round(corners, 1).tolist()], fill=dark)
    else:
        for finger in range(4):
            start = tip + aside * (finger - 1.5) * 7 + along * abs(finger - 1.5) * 4
            end = start + along * 40
            draw.line([tuple(start.tolist()), tuple(end.tolist())], fill=dark, width=6)
        base = tip + along * 35
        draw.line([tuple(base.tolist()), tuple((base + along * 200).tolist())], fill=dark, width=30)
    small = small.filter(ImageFilter.GaussianBlur(rng.uniform(1.2, 6)))
    return small.resize(size, Image.Resampling.BICUBIC)


def table(size: tuple[int, int], rng: Rng) -> Image.Image:
    """A table top: wood, a plain colour, or a cloth."""
    shape = 150, 200
    kind = rng.integers(3)
    base = [(150, 105, 65), (205, 200, 192), (70, 75, 85)][kind] + rng.normal(0, 18, 3)
    if kind == 0:
        spots = grain((shape[0], shape[1]), 4, rng)
        lines = grain((shape[0], 4), 1.5, rng)
        rough = 0.5 * np.repeat(lines[:, :1], shape[1], axis=1) + 0.5 * spots
    elif kind == 1:
        rough = 0.5 + (grain(shape, 30, rng) - 0.5) * 0.3
    else:
        rows, columns = np.indices(shape)
        rough = 0.5 + 0.25 * np.sin(rows * 1.9) * np.sin(columns * 1.9) + (grain(shape, 3, rng) - 0.5) * 0.4
    pixels = np.clip(base * (0.75 + 0.5 * rough[:, :, None]), 0, 255).astype(np.uint8)
    return Image.fromarray(pixels).resize(size, Image.Resampling.BILINEAR)


def _taken(image: Image.Image, rng: Rng) -> Image.Image:
    """Out of focus, moved, sharpened by the phone, with noise."""
    fine = max(image.size) / 1600
    chance = rng.random()
    if chance < 0.25:
        image = _moved(image, rng.uniform(1.2, 3.0) * fine**0.7, rng)
    elif chance < 0.55:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.2) * fine**0.7))
    else:
        image = image.filter(ImageFilter.BoxBlur(0.3 * fine**0.7))
    if rng.random() < 0.6:
        image = image.filter(ImageFilter.UnsharpMask(1.2 * fine, int(rng.uniform(30, 90)), 2))
    pixels = np.asarray(image, np.int16)
    strength = rng.gamma(2, 1.4) + 0.5
    height, width = pixels.shape[:2]
    spots = (noise(height * width, rng).reshape(height, width) * strength).astype(np.int16)
    blotches = ((grain((height, width), 3.5, rng) - 0.5) * 3 * strength).astype(np.int16)
    grey = spots + blotches
    colour = [np.roll(spots, 977 * each) // 2 for each in (1, 2, 3)]
    pixels = pixels + np.stack([grey + each for each in colour], axis=2)
    curve = _curve(rng)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).point(curve * 3)


def _curve(rng: Rng) -> list[int]:
    """The phone's own idea of brightness and contrast."""
    gain, gamma = rng.uniform(0.95, 1.35), rng.uniform(0.85, 1.2)
    return [max(0, min(255, round(255 * (value / 255) ** gamma * gain))) for value in range(256)]


def _moved(image: Image.Image, pixels: float, rng: Rng) -> Image.Image:
    """The mean of the picture along a short way."""
    way = rng.uniform(0, 2 * np.pi)
    steps = 3
    done = image
    for step in range(1, steps):
        away = pixels * step / (steps - 1)
        moved = ImageChops.offset(image, round(np.cos(way) * away), round(np.sin(way) * away))
        done = Image.blend(done, moved, 1 / (step + 1))
    return done


def _rotation(shot: Shot) -> np.ndarray:
    way, tilt, turned = np.radians([shot.tilt_way, shot.tilt, shot.turned])

    def about(a: int, b: int, angle: float) -> np.ndarray:
        matrix = np.eye(3)
        matrix[a, a] = matrix[b, b] = np.cos(angle)
        matrix[a, b], matrix[b, a] = -np.sin(angle), np.sin(angle)
        return matrix

    return about(0, 1, way) @ about(1, 2, tilt) @ about(0, 1, -way) @ about(0, 1, turned)


def _homography(points: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    rows, values = [], []
    for (x, y), (u, v) in zip(points, pixels, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    solved = np.linalg.solve(np.array(rows), np.array(values))
    return np.append(solved, 1).reshape(3, 3)


def _mapped(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    mapped = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return mapped[:, :2] / mapped[:, 2:]
