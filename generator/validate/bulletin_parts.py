"""The rule on what a kind of bulletin asks for. What there is to ask for is handed in, as with lateness."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.model.diagnostic import Problem, Severity
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from .questions import Data, in_force
from .rule import Finding, Rule

UNKNOWN_PART = Problem(
    "BUL012",
    "unknown-part",
    Severity.ERROR,
    Text("没有叫「{name}」的{what}；可用的有：{known}", "There is no {what} {name}; known: {known}"),
    Text("换成可用的名称，或改由人写（write）", "Use one that is known, or let a person write it (write)"),
    Text(
        "通报种类写明从结果里取哪些句子和表；名称写错的，起草时就会缺这一段。",
        "A kind names the sentences and tables that come from the results; a wrong name leaves a hole.",
    ),
)
Names = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Source -> ``sentence`` and ``table`` -> the names that it gives."""
_WHAT = {"sentence": Text("自动成句", "sentence"), "table": Text("表", "table")}


def parts_rule(names: Callable[[], Names]) -> Rule:
    """The rule that a kind of bulletin names only sentences and tables that its source gives.

    names: called once a kind is there.
    """

    def find(snapshot: Snapshot) -> Iterator[Finding]:
        for record, data in in_force(snapshot, "bulletin-kinds"):
            known = names().get(data["source"], {})
            for path, what, name in _asked(data):
                given = known.get(what, ())
                if name not in given:
                    listed = Text("、".join(given) or "无", ", ".join(given) or "none")
                    yield Finding(record, path, {"name": name, "what": _WHAT[what], "known": listed})

    return Rule(UNKNOWN_PART, find)


def _asked(data: Data) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    for i, section in enumerate(data["sections"]):
        for j, part in enumerate(section["parts"]):
            for what in ("sentence", "table"):
                if what in part:
                    yield ("sections", i, "parts", j, what), what, part[what]
    for i, attachment in enumerate(data.get("attachments", ())):
        yield ("attachments", i, "table"), "table", attachment["table"]
