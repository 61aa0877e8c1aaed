"""The canonical layout of a record: the schema's order of fields, two blanks a level, nothing else changed.

It moves lines instead of writing the data anew, so quotes, digits, long texts, comments and one-line items
stay exactly as they were typed. ruamel's round trip was tried for this: it hangs a comment on the field above
it, so that the comment goes astray when fields change places, and it takes ten times as long. The result is
read again and compared with the original; where they differ in anything but order, the text is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from generator.model.schema import Field, Schema

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_STEP = 2
_BLOCK_SCALAR = "|>"


def canonical(text: str, schema: Schema) -> str:
    """*text* in its canonical layout; unchanged where it is no plain mapping.

    Comments above a field move with it; a comment at the top with a blank line below stays there. Fields
    that the schema does not know come last, in their own order. Doing it again changes nothing. Windows line
    ends are kept.
    """
    plain = text.replace("\r\n", "\n")
    root = _composed(plain)
    if root is None or "\r" in plain:
        return text
    try:
        laid_out = _Layout(plain.split("\n")).document(root, schema.fields)
    except _UnusualError:
        return text
    if laid_out != plain and _meaning(laid_out) != _meaning(plain):
        return text
    return laid_out.replace("\n", "\r\n") if "\r\n" in text else laid_out


class _UnusualError(Exception):
    """A way of writing that is better left alone, such as a list directly inside a list."""


def _composed(text: str) -> MappingNode | None:
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return None
    return root if isinstance(root, yaml.MappingNode) and not root.flow_style else None


def _meaning(text: str) -> Any:
    import yaml

    try:
        return yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - strings only, nothing is constructed
    except yaml.YAMLError:
        return None


class _Layout:
    """Takes a file apart into the lines of its fields and puts them together again."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def document(self, root: MappingNode, fields: Sequence[Field]) -> str:
        """The whole file; the lines below the last field stay there."""
        first = root.value[0][0].start_mark.line if root.value else 0
        above = [line for line in self.lines[:first] if line.strip() != "---"]
        head = max((i for i, line in enumerate(above) if not line.strip()), default=-1) + 1
        last = self._last_line(root)
        below = [line for line in self.lines[last + 1 :] if line.strip() != "..."]
        late, below = self._gap(below, 0, 0)
        body = self._mapping(root, 0, fields, self._comments(above[head:], 0), late)
        written = [*_joined(self._comments(above[:head], 0), body), *below]
        return "\n".join(_trimmed(written)) + "\n"

    def _mapping(
        self,
        node: MappingNode,
        indent: int,
        fields: Sequence[Field],
        lead: list[str],
        late: Sequence[str] = (),
        *,
        is_item: bool = False,
    ) -> list[str]:
        """The fields of a block mapping in order; *lead* is above the first, *late* belongs to the last."""
        column = node.start_mark.column
        by_name = {field.name: field for field in fields}
        order = {field.name: index for index, field in enumerate(fields)}
        chunks: list[tuple[int, list[str], list[str]]] = []
        end = node.start_mark.line - 1
        for index, (key, value) in enumerate(node.value):
            self._check_start(key, is_dash_before=is_item and index == 0)
            if index:
                trailing, lead = self._gap(self.lines[end + 1 : key.start_mark.line], column, indent)
                chunks[-1][2].extend(trailing)
            field = by_name.get(key.value)
            body = self._pair(key, value, indent, field.fields if field else ())
            chunks.append((order.get(key.value, len(order)), lead, body))
            end = self._last_line(value)
        chunks[-1][2].extend(late)
        chunks.sort(key=lambda chunk: chunk[0])
        if is_item:
            # A comment cannot stand between the dash and the first field, so it goes above the dash.
            first_lead, first = chunks[0][1], chunks[0][2]
            first[0] = " " * (indent - _STEP) + "- " + first[0][indent:]
            chunks[0] = (0, [line[_STEP:] for line in first_lead], first)
        return [line for _, above, body in chunks for line in (*above, *body)]

    def _pair(self, key: ScalarNode, value: Any, indent: int, fields: Sequence[Field]) -> list[str]:
        line, column = key.start_mark.line, key.start_mark.column
        if not _is_block(value):
            return self._leaf(value, line, column, indent, fields)
        opening = " " * indent + self.lines[line][column:].rstrip()
        if value.start_mark.line == line:
            raise _UnusualError
        start = value.start_mark.line
        lead = self._comments(self.lines[line + 1 : start], indent + _STEP)
        return [opening, *self._block(value, indent + _STEP, fields, lead)]

    def _block(self, node: Any, indent: int, fields: Sequence[Field], lead: list[str]) -> list[str]:
        if node.id == "mapping":
            return self._mapping(node, indent, fields, lead)
        return self._sequence(node, indent, fields, lead)

    def _sequence(
        self, node: SequenceNode, indent: int, fields: Sequence[Field], lead: list[str]
    ) -> list[str]:
        column = node.start_mark.column
        written: list[str] = []
        end = node.start_mark.line - 1
        for index, item in enumerate(node.value):
            dash = self._dash(end + 1, column, item)
            if index:
                late, lead = self._gap(self.lines[end + 1 : dash], column, indent)
                written.extend(late)
            written.extend(lead)
            if not _is_block(item):
                written.extend(self._leaf(item, dash, column, indent, fields))
            elif item.id == "mapping" and item.start_mark.line == dash:
                written = _joined(written, self._mapping(item, indent + _STEP, fields, [], is_item=True))
            else:
                raise _UnusualError
            end = max(dash, self._last_line(item))
        return written

    def _dash(self, first: int, column: int, item: Node) -> int:
        """The line of an item's dash: an item's own mark may stand lines below it."""
        for index in range(first, item.start_mark.line + 1):
            if re.fullmatch(f" {{{column}}}-(?: .*)?", self.lines[index]) or (
                self.lines[index][column : column + 1] == "-" and index == item.start_mark.line
            ):
                return index
        raise _UnusualError

    def _leaf(self, value: Any, line: int, column: int, indent: int, fields: Sequence[Field]) -> list[str]:
        """The lines of a scalar or of a bracket, from its key or dash on, moved to *indent*."""
        last = max(line, self._last_line(value))
        first = self.lines[line][column:]
        if value.id != "scalar" and value.start_mark.line == last == line:
            inside = self._bracket(value, fields)
            end = self.lines[line][value.end_mark.column :].rstrip()
            return [
                " " * indent
                + self.lines[line][column : value.start_mark.column].rstrip()
                + " "
                + inside
                + end
            ]
        opening = " " * indent + (
            first if last > line and value.id == "scalar" and _is_quoted(value) else first.rstrip()
        )
        return [opening, *_shifted(self.lines[line + 1 : last + 1], indent - column)]

    def _bracket(self, node: Any, fields: Sequence[Field]) -> str:
        """A one-line bracket with its fields in order and one blank after each comma and colon."""
        if node.id == "scalar":
            line: str = self.lines[node.start_mark.line]
            return line[node.start_mark.column : node.end_mark.column]
        if node.id == "sequence":
            return "[" + ", ".join(self._bracket(item, fields) for item in node.value) + "]"
        order = {field.name: index for index, field in enumerate(fields)}
        below = {field.name: field.fields for field in fields}
        pairs = sorted(node.value, key=lambda pair: order.get(pair[0].value, len(order)))
        written = [
            f"{self._bracket(key, ())}: {self._bracket(value, below.get(key.value, ()))}"
            for key, value in pairs
        ]
        return "{" + ", ".join(written) + "}"

    def _check_start(self, key: Any, *, is_dash_before: bool) -> None:
        before = self.lines[key.start_mark.line][: key.start_mark.column]
        if key.id != "scalar" or key.end_mark.line != key.start_mark.line:
            raise _UnusualError
        if before.strip() != ("-" if is_dash_before else ""):
            raise _UnusualError

    def _gap(self, between: list[str], column: int, indent: int) -> tuple[list[str], list[str]]:
        """Lines between two fields: deeper comments belong to the one above, the others to the one below."""
        split = 0
        for index, line in enumerate(between):
            if not line.strip():
                continue
            if len(line) - len(line.lstrip()) <= column:
                break
            split = index + 1
        late = _shifted(between[:split], indent - column)
        return [line.rstrip() for line in late], self._comments(between[split:], indent)

    def _comments(self, lines: Iterable[str], indent: int) -> list[str]:
        written: list[str] = []
        for line in lines:
            bare = line.strip()
            if not bare and written and not written[-1]:
                continue  # one blank line in a row is enough
            if bare and not bare.startswith("#"):
                raise _UnusualError
            written.append(" " * indent + bare if bare else "")
        return written

    def _last_line(self, node: Any) -> int:
        """The last line that a value itself stands on, without the comments and blank lines below it."""
        if node.id == "scalar":
            if node.style is not None and node.style in _BLOCK_SCALAR and node.style:
                return self._block_scalar_end(node)
            return int(node.end_mark.line)
        if node.flow_style:
            return int(node.end_mark.line)
        below = node.value[-1][1] if node.id == "mapping" else node.value[-1]
        return self._last_line(below)

    def _block_scalar_end(self, node: ScalarNode) -> int:
        header = self.lines[node.start_mark.line][node.start_mark.column :]
        if "+" in header.split("#")[0]:
            raise _UnusualError  # the blank lines below belong to it
        last = node.start_mark.line
        for index in range(last + 1, min(node.end_mark.line + 1, len(self.lines))):
            at_end = index == node.end_mark.line and node.end_mark.column == 0
            if self.lines[index].strip() and not at_end:
                last = index
        return last


def _is_block(node: Any) -> bool:
    return node.id != "scalar" and not node.flow_style


def _is_quoted(node: Any) -> bool:
    return bool(node.style) and node.style in "'\""


def _shifted(lines: Iterable[str], by: int) -> list[str]:
    """Lines moved right, or left as far as they have blanks; empty lines stay empty."""
    if by >= 0:
        return [" " * by + line if line.strip() else line.strip(" ") for line in lines]
    return [line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines]


def _joined(above: list[str], below: list[str]) -> list[str]:
    """Both, without two blank lines where they meet."""
    start = 0
    while above and not above[-1] and start < len(below) and not below[start]:
        start += 1
    return [*above, *below[start:]]


def _trimmed(lines: list[str]) -> list[str]:
    """No blank line at the start and at the end."""
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]
