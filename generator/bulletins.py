"""The conductor of bulletins: draft, preview, issue, verify, correct, withdraw: steps on top of ``pipeline``.

Like there, stages are imported where they are needed, and nothing prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import __version__
from .entries import completed, new_record
from .model.artifact import Artifact
from .model.bulletin import OPEN, Content, Difference, Drift, drifted, is_whole, rests_on
from .model.errors import GeneratorError
from .model.period import Period
from .model.record import Record
from .model.snapshot import Snapshot
from .model.text import Text
from .pipeline import Checked, assess, fonts_of, snapshot_of

if TYPE_CHECKING:
    from .model.results import Results


def content_of(snapshot: Snapshot, record: Record, results: Results) -> Content:
    """What the results give for a bulletin, as of the snapshot's day."""
    from .compute.bulletin import content_of as content
    from .compute.bulletins import SOURCES

    return content(record.document.data, snapshot, results, SOURCES)


def draft(checked: Checked, kind: Record, period: Period) -> Artifact:
    """The file of a new draft: what the results say in sentences, open places for a person's words."""
    from .compute.bulletin import content_for, drafted
    from .compute.bulletins import SOURCES
    from .export.draft import next_id

    snapshot = checked.snapshot
    start = f"{kind.id}-{period.slug}"
    taken = [r.id for r in checked.whole.of("bulletins") if r.id.startswith(start)]
    name = start if start not in taken else next_id(taken, f"{start}-", 1)
    asked = {"period": str(period), "names_schools": kind.document.data["names_schools"]}
    found = content_for(asked, kind.document.data, snapshot, assess(checked), SOURCES)
    keys = {key for ground in found.grounds.values() for key in ground.records}
    is_sample = any(r.is_sample for key in keys if (r := snapshot.find(key)))
    issuer = snapshot.bureau["issuer"] if snapshot.bureau else ""
    data = drafted(name, kind.document.data, period, issuer, found, sample=is_sample or kind.is_sample)
    return _file(snapshot, data)


def _file(snapshot: Snapshot, data: Mapping[str, Any]) -> Artifact:
    """The file of a bulletin, in the folder of its period's year."""
    made = new_record(snapshot, snapshot.schemas["bulletins"], data)
    return replace(made, path=f"records/bulletins/{data['period'][:4]}/{data['id']}.yml")


def preview(checked: Checked, record: Record, root: Path) -> tuple[Artifact, ...]:
    """Page, Word file and PDF of a bulletin; a draft as it would look if it were issued now, and says so."""
    from .compute.bulletin import issue_of
    from .render.bulletin_files import preview as forms

    snapshot, data = checked.snapshot, record.document.data
    if "issued" not in data:
        found = content_of(snapshot, record, assess(checked))
        part = issue_of(data, found, snapshot, number="", signed_on="", commit="", version=__version__)
        data = {**data, "issued": part}
    return tuple(forms(record.id, data, fonts_of(snapshot, root)))


def issue(
    snapshot: Snapshot, record: Record, found: Content, *, number: str, signed_on: date, commit: str
) -> tuple[Artifact, ...]:
    """The files of an issue: the bulletin with all that it prints and rests on, its entry in the register.

    The one that is withdrawn by it is marked in the same step.
    """
    from .compute.bulletin import issue_of
    from .model.register import parsed
    from .model.standing import own_city_id

    data = {**record.document.data, "status": "issued"}
    day = signed_on.isoformat()
    part = issue_of(data, found, snapshot, number=number, signed_on=day, commit=commit, version=__version__)
    entry = {
        "id": record.id,
        "number": number,
        "title": data["title"],
        "kind": "bulletin",
        "issuer": own_city_id(snapshot),
        "signed_on": day,
        "source": "通报印发登记",
    } | ({"sample": True} if record.is_sample else {})
    if parsed(number) is None:
        raise GeneratorError(
            Text(f"「{number}」不是发文字号", f"{number!r} is no document number"),
            Text(
                "写成 机关代字〔年份〕序号号，如 示教函〔2025〕12号",
                "Write organ code, 〔year〕, serial and 号",
            ),
        )
    register = new_record(snapshot, snapshot.schemas["documents"], entry)
    text = re.sub(r"(?m)^status: draft\b", "status: issued", record.document.text, count=1)
    whole = completed(snapshot, record, {"issued": part}, text)
    return whole, register, *_marked(snapshot, data, day)


def _marked(snapshot: Snapshot, data: Mapping[str, Any], day: str) -> Iterator[Artifact]:
    """The file of the bulletin that *data* withdraws, with the day and the reason."""
    if "withdraws" in data and (old := snapshot.get("bulletins", data["withdraws"]["bulletin"])):
        mark = {"date": day, "reason": data["withdraws"]["reason"]}
        yield completed(snapshot, old, {"withdrawn": mark})


def obstacles(
    root: Path,
    checked: Checked,
    record: Record,
    found: Content,
    results: Results,
    *,
    number: str,
    signed_on: date,
    is_appeal_noted: bool,
    are_words_read: bool,
) -> tuple[Text, ...]:
    """Why a bulletin may not be issued now, all reasons at once; none where it may."""
    from .compute.obstacles import of_number, of_records, of_text, of_words
    from .read.git import is_on_main_line

    revision = checked.snapshot.revision
    state: list[Text] = []
    if not revision.commit:
        state.append(Text("这里还没有 Git 提交，先提交一次", "There is no commit yet; commit first"))
    elif revision.dirty:
        state.append(
            Text(
                "工作区有没有提交的改动，先提交，通报才有出处",
                "There are uncommitted changes; commit them first",
            )
        )
    elif not is_on_main_line(root, revision.commit):
        state.append(
            Text(
                "当前提交不在主线上，先合并到 main 再印发",
                "This commit is not on the main line; merge it first",
            )
        )
    if checked.has_errors:
        state.append(
            Text("记录里还有错误，先运行 generator check 改好", "There are errors; see generator check")
        )
    kind = checked.snapshot.get("bulletin-kinds", record.document.data["bulletin_kind"])
    words = of_words(record.document.data, kind.document.data, found) if kind and not are_words_read else ()
    return (
        *state,
        *of_text(record.document.data, found),
        *words,
        *(of_number(checked.snapshot, kind.document.data, number) if kind else ()),
        *of_records(
            checked.snapshot,
            record.document.data,
            results,
            signed_on.isoformat(),
            is_appeal_noted=is_appeal_noted,
        ),
    )


def correct(checked: Checked, old: Record) -> Artifact | None:
    """The file of a draft that corrects *old* by the present records; None where nothing comes out anew."""
    from .compute.bulletin import compared, corrected

    present = checked.snapshot
    data = old.document.data
    looked = replace(present, as_of=date.fromisoformat(data["issued"]["as_of"]))
    found = content_of(looked, old, assess(checked))
    differences = tuple(compared(data, found, drifted(present, data)))
    if not differences:
        return None
    return _file(present, corrected(_next_to(checked, data), data, found, differences))


def withdraw(checked: Checked, old: Record, reason: str) -> Artifact:
    """The file of a draft that withdraws *old*; without a *reason* there is an open place for it."""
    from .compute.bulletin import withdrawing

    data = old.document.data
    words = withdrawing(_next_to(checked, data), data, reason or f"{OPEN}写明为什么撤回")
    return _file(checked.snapshot, words)


def _next_to(checked: Checked, data: Mapping[str, Any]) -> str:
    """The id of another bulletin of the same kind and period."""
    from .export.draft import next_id

    start = f"{data['bulletin_kind']}-{Period.parse(data['period']).slug}-"
    return next_id([r.id for r in checked.whole.of("bulletins")], start, 1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of working out an issued bulletin again.

    state: the commit that was read, "" for the records as they are now; None where the records of that
        time are not to be found, and nothing was worked out. is_whole: nothing in it was altered.
    differences: what comes out otherwise from the records of its time; today: from the present ones, where
        these are others. drift: records that changed since.
    metrics: ways of counting that have another version by now.
    """

    record: Record
    state: str | None
    is_whole: bool
    differences: tuple[Difference, ...]
    today: tuple[Difference, ...]
    drift: tuple[Drift, ...]
    metrics: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Is it as issued, and does every figure come out again?"""
        return self.state is not None and self.is_whole and not self.differences


def verify(root: Path, checked: Checked, records: Sequence[Record]) -> Iterator[Verdict]:
    """Work out issued bulletins again, each from the records of its time; every commit is read once."""
    from .compute.assess import assess as assess_snapshot
    from .compute.bulletin import compared

    present = checked.snapshot
    read: dict[str, Snapshot | None] = {"": present}
    numbers: dict[tuple[str, date], Results] = {}
    days = [date.fromisoformat(r.document.data["issued"]["as_of"]) for r in records]
    latest = max(days, default=present.as_of)

    def again(record: Record, commit: str, day: date) -> Content:
        """A period that was over by then has the same numbers on every later day."""
        state = read[commit] or present
        after = latest if Period.parse(record.document.data["period"]).end <= day else day
        if (commit, after) not in numbers:
            numbers[commit, after] = assess_snapshot(replace(state, as_of=after))
        return content_of(replace(state, as_of=day), record, numbers[commit, after])

    for record, day in zip(records, days, strict=True):
        data = record.document.data
        drift, whole = drifted(present, data), is_whole(data)
        commit = _state_of(root, data, read)
        found = again(record, commit, day) if commit is not None else None
        today = tuple(compared(data, again(record, "", day), drift)) if drift or commit else ()
        old = tuple(one for one in data["issued"].get("metrics", ()) if found and one != found.version)
        wrong = tuple(compared(data, found)) if found else ()
        yield Verdict(record, commit, whole, wrong, today, drift, old)


def _state_of(root: Path, data: Mapping[str, Any], read: dict[str, Snapshot | None]) -> str | None:
    """The commit with the records of an issued bulletin, "" for those of now, None where there is none.

    The one that it names; where that is gone (a rebase, a squash) or none is named, the newest in which all
    records that it rests on have the same digests.
    """
    from .read.git import changes_of

    day = date.fromisoformat(data["issued"]["as_of"])
    named: str = data["issued"].get("commit", "")
    if named and _read_state(root, named, day, read):
        return named
    present = read[""]
    if present and not drifted(present, data):
        return ""
    folders = sorted({f"records/{key.partition('/')[0]}" for key in rests_on(data)})
    for commit in changes_of(root, folders):
        state = _read_state(root, commit, day, read)
        if state and not drifted(state, data):
            return commit
    return None


def _read_state(root: Path, commit: str, day: date, read: dict[str, Snapshot | None]) -> Snapshot | None:
    if commit not in read:
        try:
            read[commit] = snapshot_of(root, commit, day).published
        except GeneratorError:
            read[commit] = None
    return read[commit]
