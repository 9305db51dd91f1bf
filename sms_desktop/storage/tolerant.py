"""Damaged JSON, read as far as it goes.

What cannot be read is left out and told with its place. A session file has one value a line, indented by
its depth, so after a mistake reading goes on at the next line of the same depth. Linear in the size of
the text, bounded in depth.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import Any

DEEPEST = 60
MOST_MISTAKES = 1000

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
_KEY = re.compile(_STRING.pattern + r"\s*:")
_SCALAR = re.compile(r"true|false|null|-?(?:0|[1-9]\d{0,18})(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?")
_WORDS = {"true": True, "false": False, "null": None}


class _DamagedError(Exception):
    """Here is something that cannot be read."""


def read(text: str) -> tuple[Any, tuple[str, ...], bool]:
    """The value in ``text``, the places of what is left out, and whether the end of the text is missing.

    A place is a JSON path. The value is ``None`` if there is nothing to be read.
    """
    reader = _Reader(text)
    try:
        value = reader.value("$", 0)
    except _DamagedError:
        value = None
    return value, tuple(dict.fromkeys(reader.mistakes)), reader.is_cut_off


class _Reader:
    """One reading, from left to right."""

    def __init__(self, text: str) -> None:
        self.mistakes: list[str] = []
        self.is_cut_off = False
        self._text = text
        self._at = 0
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self._line = (-1, 0)

    def value(self, place: str, depth: int) -> Any:
        """The value that begins here. Raises :class:`_DamagedError`."""
        self._skip_space()
        sign = self._sign()
        if sign in ("{", "["):
            return self._container(sign, place, depth + 1)
        if sign == '"':
            return self._string()
        found = _SCALAR.match(self._text, self._at)
        if found is None:
            raise _DamagedError
        self._at = found.end()
        return _WORDS[found[0]] if found[0] in _WORDS else json.loads(found[0])

    def _container(self, opening: str, place: str, depth: int) -> Any:
        if depth > DEEPEST:
            raise _DamagedError
        outer = self._indent()
        self._at += 1
        inner = self._indent_of_members(outer)
        found: dict[str, Any] | list[Any] = {} if self._is_object(opening) else []
        place_of_next = place
        while True:
            try:
                if not self._goes_on(outer):
                    return found
                place_of_next = f"{place}[{len(found)}]" if isinstance(found, list) else place
                if isinstance(found, dict):
                    key = self._key()
                    place_of_next = f"{place}.{key}"
                    self._put(found, key, self._member(place_of_next, depth), place_of_next)
                else:
                    found.append(self._member(place_of_next, depth))
            except _DamagedError:
                self._mistake(place_of_next)
                if not self._resume(inner):
                    return found

    def _is_object(self, opening: str) -> bool:
        """What stands in the container tells more than one bracket, which may be the damage itself."""
        before = self._at
        self._skip_space()
        sign = self._sign()
        has_key = sign == '"' and _KEY.match(self._text, self._at) is not None
        self._at = before
        return has_key if opening == "[" else sign not in ("{", "[")

    def _put(self, found: dict[str, Any], key: str, value: Any, place: str) -> None:
        if key in found:  # which of the two is right cannot be known: the first stays
            self._mistake(place)
        else:
            found[key] = value

    def _goes_on(self, outer: int) -> bool:
        """Whether another member follows; steps over the end of the container if not."""
        while True:
            self._skip_space()
            sign = self._sign()
            if not sign:
                self.is_cut_off = True
                return False
            if sign in "]}":
                is_ours = not self._begins_line() or self._indent() <= outer
                self._at += 1
                if is_ours:
                    return False
            elif sign == ",":
                self._at += 1
            else:  # at the depth of what is around it: the end of this was lost
                return not (self._begins_line() and self._indent() <= outer)

    def _key(self) -> str:
        key = self._string()
        self._skip_space()
        if self._sign() != ":":
            raise _DamagedError
        self._at += 1
        return key

    def _member(self, place: str, depth: int) -> Any:
        value = self.value(place, depth)
        end = self._at
        self._skip_space()
        is_whole = self._sign() in ("", ",", "}", "]") or self._begins_line()
        if is_whole or isinstance(value, (dict, list)):
            self._at = end
            return value
        raise _DamagedError

    def _string(self) -> str:
        found = _STRING.match(self._text, self._at)
        if found is None:
            raise _DamagedError
        self._at = found.end()
        text: str = json.loads(found[0])
        return text

    def _resume(self, inner: int) -> bool:
        """Go to the next line of the container whose members are this far in; ``False`` at the end."""
        while True:
            self._at = self._text.find("\n", self._at) + 1
            if self._at == 0:
                self._at, self.is_cut_off = len(self._text), True
                return False
            indent = self._indent()
            if indent <= inner and self._text[self._at + indent : self._at + indent + 1].strip():
                self._at += indent
                return True

    def _indent_of_members(self, outer: int) -> int:
        before = self._at
        self._skip_space()
        inner = self._indent() if self._begins_line() else outer + 2
        self._at = before
        return max(inner, outer)

    def _mistake(self, place: str) -> None:
        if len(self.mistakes) < MOST_MISTAKES:
            self.mistakes.append(place)

    def _sign(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip_space(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _indent(self) -> int:
        """How far the line that is being read is indented."""
        start = self._line_start()
        if self._line[0] != start:
            end = start
            while self._text[end : end + 1] == " ":
                end += 1
            self._line = (start, end - start)
        return self._line[1]

    def _begins_line(self) -> bool:
        """Whether only space stands before this on its line, and there is a line before it."""
        start = self._line_start()
        return start > 0 and self._at == start + self._indent()

    def _line_start(self) -> int:
        return self._lines[bisect_right(self._lines, self._at) - 1]
