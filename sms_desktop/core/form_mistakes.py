"""All mistakes in a folder of form files at once, each with its file, its line and its place.

:func:`sms_desktop.core.forms.load` stops at the first one. Who edits the files wants to see them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin

import msgspec

from sms_desktop.core.forms import (
    IN_FILE,
    NOT_WORDED,
    FormError,
    FormSet,
    Part,
    Text,
    contradictions,
    is_worded,
    read_file,
    with_texts,
)

_KINDS: dict[str, Any] = {field.name: field.type for field in msgspec.structs.fields(FormSet)}
_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")
_HEADING, _KEY = re.compile(r"\s*\["), re.compile(r"\s*([\w-]+)\s*=")


def find(folder: Path) -> tuple[FormError, ...]:
    """Every mistake in the form files in ``folder``, by file and line; none if they can be used.

    Of a file that is no TOML only that is known. Contradictions are told of the parts that can be read.
    """
    found: list[FormError] = []
    parts: dict[str, Any] = {}
    for file in IN_FILE:
        try:
            read = with_texts(read_file(folder / file))
        except FormError as error:
            found.append(error)
            continue
        found += _in_file(file, read, parts)
    found += contradictions(parts)
    once = {(error.file, error.place, error.reason): error for error in found}
    placed = [_with_line(folder, error) for error in once.values()]
    files = list(IN_FILE)
    return tuple(sorted(placed, key=lambda error: (files.index(error.file), error.line)))


def _in_file(file: str, read: dict[str, Any], parts: dict[str, Any]) -> Iterator[FormError]:
    """What is missing in a file, unknown or of another kind. What is good is added to ``parts``."""
    names = IN_FILE[file]
    whole = read if len(names) > 1 else {names[0]: read}
    for name in whole.keys() - set(names):
        yield FormError(file, name, f"Object contains unknown field `{name}`")
    for name in names:
        if name not in whole:
            yield FormError(file, "", f"Object missing required field `{name}`")
            continue
        wrong = list(_wrong(whole[name], _KINDS[name], name if len(names) > 1 else ""))
        if not wrong:
            parts[name] = msgspec.convert(whole[name], _KINDS[name])
        for place, reason in wrong:
            yield FormError(file, place, reason)
    for place in _unworded(read, ""):
        yield FormError(file, place, NOT_WORDED)


def _wrong(value: Any, kind: Any, place: str) -> Iterator[tuple[str, str]]:
    """The innermost places where ``value`` is no ``kind``, each with what msgspec says of it."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        reason = str(error).partition(" - at `$")[0]
        yield from list(_inside(value, _without_none(kind), place)) or [(place, reason)]


def _inside(value: Any, kind: Any, place: str) -> Iterator[tuple[str, str]]:
    if kind is Text and not (isinstance(value, dict) and "wording" in value):
        yield place, NOT_WORDED
    elif isinstance(kind, type) and issubclass(kind, Part) and isinstance(value, dict):
        yield from _in_part(value, kind, place)
    elif get_origin(kind) is tuple and isinstance(value, list):
        for index, each in enumerate(value):
            yield from _wrong(each, get_args(kind)[0], f"{place}[{index}]")
    elif get_origin(kind) is dict and isinstance(value, dict):
        for name, each in value.items():
            yield from _wrong(each, get_args(kind)[1], _under(place, name))


def _unworded(value: Any, place: str) -> Iterator[str]:
    """Where a text is not said in Dutch and English, also in a part that cannot be read as a whole."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _unworded(each, f"{place}[{index}]")
    elif isinstance(value, dict) and isinstance(wording := value.get("wording"), dict):
        if not is_worded(wording):
            yield place
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _unworded(each, _under(place, name))


def _in_part(value: dict[str, Any], kind: type[Part], place: str) -> Iterator[tuple[str, str]]:
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for name in value.keys() - fields.keys():
        yield _under(place, name), f"Object contains unknown field `{name}`"
    for name, field in fields.items():
        if name in value:
            yield from _wrong(value[name], field.type, _under(place, name))
        elif field.required:
            yield place, f"Object missing required field `{name}`"


def _without_none(kind: Any) -> Any:
    """``Text`` for ``Text | None``; other kinds as they are."""
    kinds = [each for each in get_args(kind) if each is not NoneType]
    return kinds[0] if len(kinds) == 1 and NoneType in get_args(kind) else kind


def _under(place: str, name: str) -> str:
    """The place of ``name`` in the file, where the texts of languages stand beside their origin."""
    return place if name == "wording" else f"{place}.{name}".lstrip(".")


# Lines ----------------------------------------------------------------------------------------------------


def _with_line(folder: Path, error: FormError) -> FormError:
    if error.line or not error.place:
        return error
    try:
        lines = (folder / error.file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):  # changed in the meantime
        return error
    return FormError(error.file, error.place, error.reason, line_of(lines, error.place))


def line_of(lines: list[str], place: str) -> int:
    """The line (from 1) of a TOML file where ``place`` stands, such as ``head[2].label``; 0 if not found.

    What stands inside a line has the number of that line.
    """
    head, end = -1, len(lines)
    for step in _STEP.finditer(place):
        inner = _table(lines, head, end, step[1], int(step[2] or 0)) or _key(
            lines, head, end, step[1], int(step[2] or -1)
        )
        if inner is None:
            break
        head, end = inner
    return head + 1


def _table(lines: list[str], head: int, end: int, name: str, index: int) -> tuple[int, int] | None:
    """The heading ``[name]``, or the one ``[[name]]`` of this index, and where what is under it ends."""
    heads = [number for number in range(head + 1, end) if _HEADING.match(lines[number])]
    named = [number for number in heads if re.match(rf"\s*\[\[?\s*{name}\s*\]", lines[number])]
    if index >= len(named):
        return None
    return named[index], next((number for number in heads if number > named[index]), end)


def _key(lines: list[str], head: int, end: int, name: str, index: int) -> tuple[int, int] | None:
    """Where ``name = …`` begins and ends; of a list the element of this index, if that has its own line."""
    end = next((number for number in range(head + 1, end) if _HEADING.match(lines[number])), end)
    keys = {number: key[1] for number in range(head + 1, end) if (key := _KEY.match(lines[number]))}
    start = next((number for number, key in keys.items() if key == name), None)
    if start is None:
        return None
    stop = next((number for number in keys if number > start), end)
    elements = [number for number in range(start + 1, stop) if lines[number].lstrip().startswith("{")]
    if 0 <= index < len(elements):
        return elements[index], elements[index] + 1
    return start, stop
