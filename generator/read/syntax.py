"""libyaml's words for what it cannot read, as sentences with a way out."""

from __future__ import annotations

import re

from yaml.error import MarkedYAMLError, YAMLError

from generator.model.diagnostic import Problem

from . import faults
from .encoding import Lines
from .faults import Fault

# Part of libyaml's problem or context -> what it means here; the first that fits.
_MEANINGS: tuple[tuple[str, Problem], ...] = (
    ("while scanning an anchor", faults.ANCHOR),
    ("while scanning an alias", faults.ALIAS),
    ("found undefined tag handle", faults.TAG),
    ("tag", faults.TAG),
    ("directive", faults.DIRECTIVE),
    ("incompatible YAML document", faults.DIRECTIVE),
    ("unknown escape character", faults.BAD_ESCAPE),
    ("hexdecimal number", faults.BAD_ESCAPE),
    ("invalid Unicode character escape", faults.BAD_ESCAPE),
    ("while scanning a quoted scalar", faults.UNCLOSED_QUOTE),
    ("while scanning a block scalar", faults.BLOCK_HEADER),
    ("while parsing a flow", faults.UNCLOSED_BRACKET),
    ("mapping values are not allowed", faults.UNQUOTED_COLON),
    ("mapping keys are not allowed", faults.COMPLEX_KEY),
    ("block sequence entries are not allowed", faults.INDENTATION),
    ("could not find expected ':'", faults.MISSING_COLON),
    ("did not find expected '-' indicator", faults.INDENTATION),
    ("did not find expected key", faults.INDENTATION),
    ("violates indentation", faults.INDENTATION),
    ("<document start>", faults.SECOND_DOCUMENT),
    ("did not find expected node content", faults.UNCLOSED_BRACKET),
)
_OPENED = (faults.UNCLOSED_QUOTE, faults.MISSING_COLON)  # what they begin is where to look
_LINES = (faults.UNCLOSED_BRACKET,)  # and so for these, unless the fault is in the same line
_BROKEN_LINES = (faults.UNQUOTED_COLON, faults.INDENTATION, faults.MISSING_COLON)
_TAKES_PARAMETER = {faults.ANCHOR.code: "anchor", faults.ALIAS.code: "anchor", faults.TAG.code: "tag"}


def explain(error: YAMLError, lines: Lines) -> Fault:
    """What libyaml's *error* means for whoever wrote the file, and where to look."""
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return Fault(faults.NOT_YAML, 1, 1, {"problem": str(error)})
    problem = str(error.problem)
    mark = error.problem_mark
    said = f"{error.context or ''} {problem}"
    if "cannot start any token" in problem:
        return _reserved(lines, mark.line, mark.column)
    meaning = next((m for words, m in _MEANINGS if words in said), faults.NOT_YAML)
    opened = error.context_mark
    if opened is not None and (meaning in _OPENED or (meaning in _LINES and opened.line < mark.line)):
        mark = opened  # libyaml gives up a line later, or at the end of the file, which helps nobody
    line = lines[mark.line] if mark.line < len(lines) else ""
    if meaning is faults.UNQUOTED_COLON and not re.search(r":[ ]", line[: mark.column]):
        meaning = faults.INDENTATION
    if meaning is faults.INDENTATION and re.search(r"""^[ -]*[^:]+:[ ]+(["']).*\1[ ]*[^ #]""", line):
        meaning = faults.UNCLOSED_QUOTE
    if meaning is faults.SECOND_DOCUMENT:
        meaning = faults.INDENTATION
    if meaning in _BROKEN_LINES and (closing := _unopened(line)):
        return Fault(faults.UNCLOSED_BRACKET, mark.line + 1, closing, {})
    if meaning in _BROKEN_LINES and (dash := _glued_dash(lines, mark.line)):
        return Fault(faults.GLUED_DASH, *dash, {})
    params = {_TAKES_PARAMETER[meaning.code]: "…"} if meaning.code in _TAKES_PARAMETER else {}
    if meaning is faults.NOT_YAML:
        params = {"problem": problem}
    return Fault(meaning, *_inside(lines, mark.line, mark.column), params)


def _unopened(line: str) -> int:
    """The column of a bracket that ends the line and that nothing in it opened, or 0."""
    plain = re.sub(r"\"[^\"]*\"|'[^']*'", lambda quoted: " " * len(quoted[0]), line).rstrip()
    opened = 0
    for sign in plain:
        opened += (sign in "[{") - (sign in "]}")
    return len(plain) if opened < 0 and plain[-1] in "]}" else 0


def _reserved(lines: Lines, line: int, column: int) -> Fault:
    character = lines[line][column : column + 1] if line < len(lines) else ""
    return Fault(faults.RESERVED_START, *_inside(lines, line, column), {"character": character})


def _glued_dash(lines: Lines, line: int) -> tuple[int, int] | None:
    """The place of a dash that begins this line or the one before and has no blank behind it."""
    for number in (line, line - 1):
        if 0 <= number < len(lines) and (dash := re.match(r" *-(?=[^\s\d-])", lines[number])):
            return number + 1, dash.end()
    return None


def _inside(lines: Lines, line: int, column: int) -> tuple[int, int]:
    """The place, or the end of the last line where libyaml points behind the file."""
    if line < len(lines) and (lines[line] or line + 1 < len(lines)):
        return line + 1, column + 1
    last = max((i for i in range(len(lines)) if lines[i].strip()), default=0)
    return last + 1, len(lines[last]) + 1
