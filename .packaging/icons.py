"""The icon in the form that each system wants, made from the one drawing with Qt and Pillow.

python .packaging/icons.py resources/icon.svg FOLDER
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
_ICO_LARGEST = 256


def make(drawing: Path, folder: Path) -> Path:
    """Write ``sms-desktop-SIZE.png``, ``.ico`` and ``.icns`` in ``folder``; the one for this system."""
    from PIL import Image
    from PySide6.QtSvg import QSvgRenderer

    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(drawing))
    if not renderer.isValid():
        raise ValueError(f"{drawing} is no drawing")
    pictures = {size: _png(renderer, size) for size in SIZES}
    for size, data in pictures.items():
        (folder / f"sms-desktop-{size}.png").write_bytes(data)
    images = [Image.open(io.BytesIO(data)) for data in pictures.values()]
    small = [image for image in images if image.width <= _ICO_LARGEST]
    ico, icns = folder / "sms-desktop.ico", folder / "sms-desktop.icns"
    small[-1].save(ico, sizes=[image.size for image in small], append_images=small[:-1])
    images[-1].save(icns, append_images=images[:-1])
    return icns if sys.platform == "darwin" else ico


def _png(renderer: object, size: int) -> bytes:
    from PySide6.QtCore import QBuffer, Qt
    from PySide6.QtGui import QImage, QPainter

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)  # type: ignore[attr-defined]
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
