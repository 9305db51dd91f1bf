"""The form set: every word, id, order and cluster that stands on a form.

A form set is read from the ``forms`` folder (see :func:`load`) and travels inside every session
as a snapshot, so that an old session always reads and prints as it was made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import msgspec

SideId: TypeAlias = Literal["education", "practice"]
Origin: TypeAlias = Literal["S", "C", "V"]
FieldKind: TypeAlias = Literal["line", "area", "date", "choice", "suggestion", "tick"]

SIDES: tuple[SideId, SideId] = ("education", "practice")
ID_PATTERN = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_MOTIVE_ID = re.compile(r"(?!(other|extra|outcome)_\d)[a-z][a-z0-9_]*")
TICKS = ("phase3.rediscuss",)
"""The free fields that hold a tick. All others hold text."""
LANGUAGE_PATTERN = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")


class FormError(Exception):
    """A form file that cannot be used. ``file``, ``line`` (0: not known) and ``place`` say where."""

    def __init__(self, file: str, place: str, reason: str, line: int = 0) -> None:
        super().__init__(f"{file}: {place}: {reason}" if place else f"{file}: {reason}")
        self.file = file
        self.place = place
        self.reason = reason
        self.line = line


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything on a form: frozen, and strict about what it may hold."""


class Text(Part, frozen=True, kw_only=True):
    """A wording in several languages, with the origin of the Dutch one (S, C or V)."""

    wording: dict[str, str]
    origin: Origin = "V"
    note: str = ""

    def in_language(self, language: str) -> str:
        """The wording in ``language``, else in English, else in Dutch."""
        for code in (language, "en", "nl"):
            if code in self.wording:
                return self.wording[code]
        return ""


class Option(Part, frozen=True, kw_only=True):
    """One of the answers that can be chosen."""

    id: str
    label: Text


class FieldSpec(Part, frozen=True, kw_only=True):
    """A free field of a form: what it is called and how much room it has on paper."""

    id: str
    kind: FieldKind
    label: Text
    hint: Text | None = None
    lines: int = 1
    options: tuple[Option, ...] = ()


class Side(Part, frozen=True, kw_only=True):
    """One of the two sides; ``education`` always stands left."""

    id: SideId
    label: Text
    short: Text
    partner: Text


class Cluster(Part, frozen=True, kw_only=True):
    """One of the four kinds of motives (Strategische Motieven voor Samenwerking, slide 2.2)."""

    id: str
    letter: str
    label: Text
    heading: Text
    explanation: Text


class Motive(Part, frozen=True, kw_only=True):
    """A motive, with its wording on each side's list, or ``None`` where that list lacks it.

    ``exchange`` marks a motive that, present on both sides, is a mutual exchange.
    """

    id: str
    cluster: str
    short: Text
    education: Text | None = None
    practice: Text | None = None
    exchange: bool = False

    def text(self, side: SideId) -> Text | None:
        """The wording on the list of ``side``, or ``None`` if that list does not have it."""
        return self.education if side == "education" else self.practice


class Complement(Part, frozen=True, kw_only=True):
    """Two motives, one of each side, that answer each other."""

    education: str
    practice: str

    def of(self, side: SideId) -> str:
        """The motive id on ``side``."""
        return self.education if side == "education" else self.practice


class BySide(Part, frozen=True, kw_only=True):
    """A text per side."""

    education: Text
    practice: Text

    def of(self, side: SideId) -> Text:
        """The text for ``side``."""
        return self.education if side == "education" else self.practice


class SessionForm(Part, frozen=True, kw_only=True):
    """What is asked about the session and its organisations."""

    main: tuple[FieldSpec, ...]
    more: tuple[FieldSpec, ...]
    organisation_since: Text
    organisation_until: Text
    organisation_contact: Text


class QuickScanForm(Part, frozen=True, kw_only=True):
    """The words of the two-sided quick scan."""

    title: Text
    tab: Text
    question: Text
    instruction: Text
    marking: Text
    tick_label: Text
    note_label: Text
    left_empty: Text
    back_reference: Text
    back_title: Text
    environment: Text
    role_question: Text
    role_other: Text
    roles: tuple[Option, ...]
    head: tuple[FieldSpec, ...]


class Phase1Form(Part, frozen=True, kw_only=True):
    """The words of phase 1, per organisation."""

    title: Text
    tab: Text
    introduction: Text
    form_title: BySide
    organisation: Text
    applies: Text
    yes: Text
    no: Text
    outcome: Text
    outcome_hint: Text
    other_heading: Text
    other_label: Text
    cluster_order: tuple[str, ...]
    free_rows: int
    outcome_box: bool
    head: tuple[FieldSpec, ...]


class Phase2Form(Part, frozen=True, kw_only=True):
    """The words of phase 2, the dialogue."""

    title: Text
    tab: Text
    introduction: Text
    matrix: Text
    pattern: Text
    joint: Text
    joint_outcome: Text
    level_question: Text
    note: Text
    came_up: Text
    head: tuple[FieldSpec, ...]
    closing: tuple[FieldSpec, ...]
    per_organisation: tuple[FieldSpec, ...]


class Phase3Form(Part, frozen=True, kw_only=True):
    """The words of phase 3. ``agreement`` and ``evaluation`` ids are the last part of the field id."""

    title: Text
    tab: Text
    introduction: Text
    outcome: Text
    joint_outcomes: Text
    own_outcomes: Text
    agreements: Text
    moment: Text
    side_by_side: Text
    signature: Text
    agreement: tuple[FieldSpec, ...]
    evaluation: tuple[FieldSpec, ...]
    moment_head: tuple[FieldSpec, ...]
    moment_closing: tuple[FieldSpec, ...]


class Finding(Part, frozen=True, kw_only=True):
    """A finding of the study, with the cluster and the kind of partnership it speaks of, if any."""

    id: str
    text: Text
    cluster: str = ""
    partnership: str = ""


class Quotation(Part, frozen=True, kw_only=True):
    """A quotation in the slides, with its attribution."""

    id: str
    text: Text
    speaker: Text
    cluster: str = ""
    sector: str = ""


class Findings(Part, frozen=True, kw_only=True):
    """What the study found, and how it was done."""

    method: Text
    findings: tuple[Finding, ...]
    quotations: tuple[Quotation, ...]


class FormSet(Part, frozen=True, kw_only=True):
    """All forms of one version. ``id`` and ``version`` name it in a session."""

    id: str
    version: str
    title: Text
    source: Text
    proposal: Text
    sides: tuple[Side, ...]
    clusters: tuple[Cluster, ...]
    levels: tuple[Option, ...]
    motives: tuple[Motive, ...]
    complements: tuple[Complement, ...]
    session: SessionForm
    quick_scan: QuickScanForm
    phase1: Phase1Form
    phase2: Phase2Form
    phase3: Phase3Form
    findings: Findings

    def side(self, side: SideId) -> Side:
        """The side with this id."""
        return next(each for each in self.sides if each.id == side)

    def cluster(self, cluster_id: str) -> Cluster | None:
        """The cluster with this id, or ``None``."""
        return next((each for each in self.clusters if each.id == cluster_id), None)

    def motive(self, motive_id: str) -> Motive | None:
        """The motive with this id, or ``None`` if this form set does not have it."""
        return next((each for each in self.motives if each.id == motive_id), None)

    def motives_of(self, side: SideId, cluster_id: str) -> tuple[Motive, ...]:
        """The motives on the list of ``side`` in one cluster, in the order of the form."""
        return tuple(m for m in self.motives if m.cluster == cluster_id and m.text(side) is not None)

    def ordered_motives(self) -> tuple[Motive, ...]:
        """All motives in the order of the phase 1 form."""
        order = {cluster: place for place, cluster in enumerate(self.phase1.cluster_order)}
        return tuple(sorted(self.motives, key=lambda motive: order[motive.cluster]))

    def free_row_ids(self) -> tuple[str, ...]:
        """The ids of the free rows of phase 1: ``other_1`` and on."""
        return tuple(f"other_{number}" for number in range(1, self.phase1.free_rows + 1))


_FILES = {"session", "quick_scan", "phase1", "phase2", "phase3", "findings"}

IN_FILE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "form_set.toml": ("id", "version", "title", "source", "proposal", "sides", "clusters", "levels"),
        "motives.toml": ("motives", "complements"),
        **{f"{name}.toml": (name,) for name in sorted(_FILES)},
    }
)
"""What of a form set stands in which file. A file with one part only is that part."""


NO_LANGUAGES: Mapping[str, Callable[[str], str]] = MappingProxyType({})


def load(folder: Path, languages: Mapping[str, Callable[[str], str]] = NO_LANGUAGES) -> FormSet:
    """The form set in ``folder`` (``form_set.toml`` and its neighbours).

    ``languages`` are further ones: each gives its words for an English wording, and takes the place of
    nothing that stands in the files.

    Raises :class:`FormError` naming file and place if a file is missing, is no TOML, lacks
    something, holds something unknown, or contradicts another.
    """
    whole: dict[str, Any] = {}
    for file, parts in IN_FILE.items():
        read = read_file(folder / file)
        whole |= read if len(parts) > 1 else {parts[0]: read}
    try:
        form_set = msgspec.convert(with_texts(whole, languages), FormSet)
    except msgspec.ValidationError as error:
        raise _located(str(error)) from None
    check(form_set)
    return form_set


def read_file(path: Path) -> dict[str, Any]:
    """What stands in a form file, as it stands there. Raises :class:`FormError`."""
    import tomllib

    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text)
    except FileNotFoundError:
        raise FormError(path.name, "", "the file is missing") from None
    except OSError as error:
        raise FormError(path.name, "", error.strerror or str(error)) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise FormError(path.name, f"byte {error.start}", "not UTF-8", line) from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+)", str(error))
        last = len(text.splitlines())
        raise FormError(path.name, "", str(error), int(at[1]) if at else last) from None


def with_texts(value: Any, languages: Mapping[str, Callable[[str], str]] = NO_LANGUAGES) -> Any:
    """``{nl = …, en = …, origin = …}`` as written in a form file, as the fields of :class:`Text`."""
    if isinstance(value, list):
        return [with_texts(each, languages) for each in value]
    if not isinstance(value, dict):
        return value
    if "nl" not in value:
        return {key: with_texts(each, languages) for key, each in value.items()}
    wording = {key: each for key, each in value.items() if LANGUAGE_PATTERN.fullmatch(key)}
    return {"wording": _more(wording, languages)} | {
        key: each for key, each in value.items() if key not in wording
    }


def _more(wording: dict[str, Any], languages: Mapping[str, Callable[[str], str]]) -> dict[str, Any]:
    """``wording`` with what further languages say for the English; one that says nothing is left out."""
    english = wording.get("en")
    if not isinstance(english, str) or not english:
        return wording
    said = {code: speak(english) for code, speak in languages.items() if code not in wording}
    return wording | {code: words for code, words in said.items() if words != english}


def _located(message: str) -> FormError:
    """msgspec's message (``… - at `$.phase1.head[0].id```), with the file that holds the place."""
    reason, _, place = message.partition(" - at `$")
    place = place.rstrip("`").lstrip(".")
    top = re.split(r"[.\[]", place)[0]
    missing = re.search(r"missing required field `(\w+)`", reason)
    key = top or (missing.group(1) if missing else "")
    if key in _FILES:
        return FormError(f"{key}.toml", place.removeprefix(key).lstrip("."), reason)
    return FormError("motives.toml" if key in ("motives", "complements") else "form_set.toml", place, reason)


def check(form_set: FormSet) -> None:
    """Raise the first :class:`FormError` if parts of the form set contradict each other."""
    for error in contradictions({name: getattr(form_set, name) for name in form_set.__struct_fields__}):
        raise error


NOT_WORDED = "needs a text in nl and in en"


def contradictions(parts: Mapping[str, Any]) -> Iterator[FormError]:
    """What in the ``parts`` of a form set, by name, contradicts another or itself.

    Parts may be missing, for what is none: then nothing is said of them.
    """
    if "sides" in parts and tuple(side.id for side in parts["sides"]) != SIDES:
        yield FormError("form_set.toml", "sides", "needs education and practice, in this order")
    clusters = {cluster.id for cluster in parts["clusters"]} if "clusters" in parts else None
    yield from _double("form_set.toml", "clusters", (each.id for each in parts.get("clusters", ())))
    yield from _double("form_set.toml", "clusters", (each.letter for each in parts.get("clusters", ())))
    yield from _double("motives.toml", "motives", (each.id for each in parts.get("motives", ())))
    if "phase1" in parts:
        yield from _wrong_order(parts["phase1"], clusters)
    if "quick_scan" in parts:
        ids = [role.id for role in parts["quick_scan"].roles]
        if ids != ["education", "practice", "both", "other"]:
            yield FormError("quick_scan.toml", "roles", "needs education, practice, both and other")
    if "motives" in parts:
        yield from _wrong_motives(parts["motives"], clusters)
        yield from _wrong_complements(parts.get("complements", ()), parts["motives"])
    yield from _wrong_fields(parts)
    if not all(map(_is_worded, _bare_texts(parts))):
        for file, place, text in _all_texts(parts):
            if not _is_worded(text):
                yield FormError(file, place, NOT_WORDED)


def _wrong_order(form: Phase1Form, clusters: set[str] | None) -> Iterator[FormError]:
    if clusters is not None and set(form.cluster_order) != clusters:
        yield FormError("phase1.toml", "cluster_order", "must name every cluster once")
    else:
        yield from _double("phase1.toml", "cluster_order", form.cluster_order)
    if not 0 <= form.free_rows <= 20:
        yield FormError("phase1.toml", "free_rows", "must be between 0 and 20")


def is_worded(wording: Mapping[str, object]) -> bool:
    """Whether it says something in Dutch and in English."""
    return all(str(wording.get(language, "")).strip() for language in ("nl", "en"))


def _is_worded(text: Text) -> bool:
    return is_worded(text.wording)


def _bare_texts(parts: Mapping[str, object]) -> Iterator[Text]:
    """Every :class:`Text` inside, without its place: every session that is read is checked, and places are
    dear."""
    left: list[object] = list(parts.values())
    while left:
        each = left.pop()
        if isinstance(each, Text):
            yield each
        elif isinstance(each, tuple):
            left.extend(each)
        elif isinstance(each, Part):
            left.extend(getattr(each, name) for name in each.__struct_fields__)


def _wrong_motives(motives: tuple[Motive, ...], clusters: set[str] | None) -> Iterator[FormError]:
    for index, motive in enumerate(motives):
        place = f"motives[{index}]"
        if not _MOTIVE_ID.fullmatch(motive.id):
            yield FormError("motives.toml", f"{place}.id", f"«{motive.id}» cannot be an id")
        if clusters is not None and motive.cluster not in clusters:
            yield FormError("motives.toml", f"{place}.cluster", f"unknown cluster «{motive.cluster}»")
        if motive.education is None and motive.practice is None:
            yield FormError("motives.toml", place, "needs a text for at least one side")


def _wrong_complements(
    complements: tuple[Complement, ...], motives: tuple[Motive, ...]
) -> Iterator[FormError]:
    by_id = {motive.id: motive for motive in motives}
    for index, complement in enumerate(complements):
        for side in SIDES:
            partner = by_id.get(complement.of(side))
            if partner is None or partner.text(side) is None:
                place = f"complements[{index}].{side}"
                yield FormError("motives.toml", place, f"«{complement.of(side)}» is not on that side's list")


def _wrong_fields(parts: Mapping[str, Any]) -> Iterator[FormError]:
    seen: set[str] = set()
    for file, place, field in _all_fields(parts):
        if not ID_PATTERN.fullmatch(field.id):
            yield FormError(file, f"{place}.id", f"«{field.id}» cannot be an id")
        elif field.id in seen:
            yield FormError(file, f"{place}.id", f"«{field.id}» stands twice")
        else:
            yield from _against_grammar(file, place, field)
        seen.add(field.id)
        if field.kind in ("choice", "suggestion") and not field.options:
            yield FormError(file, place, "needs options")
        if not 1 <= field.lines <= 20:
            yield FormError(file, f"{place}.lines", "must be between 1 and 20")


def _against_grammar(file: str, place: str, field: FieldSpec) -> Iterator[FormError]:
    """A field id under which no such answer could be kept (see ``core/fields.py``)."""
    form = file.removesuffix(".toml")
    is_part = place.startswith(("agreement[", "evaluation["))  # their ids are the last part of a field id
    if not is_part and not field.id.startswith(f"{form}."):
        yield FormError(file, f"{place}.id", f"must begin with «{form}.»")
    if (field.kind == "tick") != (field.id in TICKS):
        yield FormError(file, f"{place}.kind", "only a field that is a tick everywhere can be a tick")


def _all_fields(parts: Mapping[str, Any]) -> Iterator[tuple[str, str, FieldSpec]]:
    for name in sorted(_FILES & parts.keys() - {"findings"}):
        form = parts[name]
        for part in form.__struct_fields__:
            value = getattr(form, part)
            if isinstance(value, tuple):
                for index, each in enumerate(value):
                    if isinstance(each, FieldSpec):
                        yield f"{name}.toml", f"{part}[{index}]", each


def texts(value: object, place: str = "") -> Iterator[tuple[str, Text]]:
    """Every :class:`Text` inside ``value`` with its place, such as ``phase1.head[0].label``."""
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from texts(each, f"{place}[{index}]")
    elif isinstance(value, Part):
        for name in value.__struct_fields__:
            yield from texts(getattr(value, name), f"{place}.{name}".lstrip("."))


def _all_texts(parts: Mapping[str, Any]) -> Iterator[tuple[str, str, Text]]:
    for file, names in IN_FILE.items():
        for name in names:
            for place, text in texts(parts.get(name), name if len(names) > 1 else ""):
                yield file, place, text


def _double(file: str, place: str, ids: Iterable[str]) -> Iterator[FormError]:
    seen: set[str] = set()
    for index, each in enumerate(ids):
        if each in seen:
            yield FormError(file, f"{place}[{index}]", f"«{each}» stands twice")
        seen.add(each)


class Change(msgspec.Struct, frozen=True):
    """A difference between two form sets: where, and the wording before and after (``""``: not there)."""

    place: str
    before: str
    after: str


def differences(old: FormSet, new: FormSet, language: str) -> tuple[Change, ...]:
    """What changes for the reader when ``new`` takes the place of ``old``, in the order of the forms.

    Things with an id are compared by id; a changed order of motives is one change.
    """
    before, after = _worded(old, language), _worded(new, language)
    changes = [
        Change(place, before.get(place, ""), after.get(place, ""))
        for place in {**before, **after}
        if before.get(place, "") != after.get(place, "")
    ]
    orders = [[m.id for m in each.ordered_motives()] for each in (old, new)]
    common = set(orders[0]) & set(orders[1])
    kept = [[motive for motive in order if motive in common] for order in orders]
    if kept[0] != kept[1]:
        changes.append(Change("motives", ", ".join(kept[0]), ", ".join(kept[1])))
    return tuple(changes)


def _worded(value: object, language: str, place: str = "") -> dict[str, str]:
    if isinstance(value, Text):
        return {place: value.in_language(language)}
    found: dict[str, str] = {}
    if isinstance(value, tuple):
        for index, each in enumerate(value):
            name = getattr(each, "id", str(index))
            found |= _worded(each, language, f"{place}.{name}")
    elif isinstance(value, Part):
        for name in value.__struct_fields__:
            found |= _worded(getattr(value, name), language, f"{place}.{name}".lstrip("."))
    elif isinstance(value, (bool, int)):
        return {place: str(value)}
    return found
