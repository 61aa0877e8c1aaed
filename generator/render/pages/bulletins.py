"""Bulletins (通报): the register by year, and one page for each, which reads as the document that it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from generator.model.bulletin import Data, Difference, Recount, grounds_of
from generator.model.bulletin_document import official_of
from generator.model.period import Period
from generator.model.record import Record
from generator.model.register import organ_codes, parsed
from generator.model.text import Text
from generator.render import wording
from generator.render.bulletin_files import FORMATS, file_path, is_offered
from generator.render.bulletins import corrections_of, issued_bulletins, withdrawal_of
from generator.render.office.wording import Printed, printed
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class BulletinLine:
    """One bulletin in the register.

    series: of its number, "" where the bureau does not know the code. mark: what became of it (withdrawn,
    corrected), "" for nothing.
    """

    link: Link
    number: str
    series: str
    kind: str
    period: str
    signed: str
    state: str
    state_label: str
    mark: str


@dataclass(frozen=True, slots=True)
class RegisterContext:
    """All issued bulletins, newest first; readers choose year, series, kind and state."""

    sentence: str
    lines: tuple[BulletinLine, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A form of the bulletin to take away. *link*: None where this site does not make it."""

    label: str
    link: Link | None


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One printed figure. groups: ids of the groups of records on this page that it rests on, with titles."""

    title: str
    value: str
    groups: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class GroundLine:
    """One group of records. changed: how many of them are not as they were."""

    id: str
    title: str
    links: tuple[Link, ...]
    changed: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One figure that would come out otherwise today, and the records for whose sake."""

    place: str
    printed: str
    now: str
    because: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One thing that was printed wrongly."""

    place: str
    old: str
    new: str
    reason: str
    ranks: str


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """The records of then, to take away. sentence: how many there are, and how many were not found."""

    link: Link
    sentence: str
    sha256: str


@dataclass(frozen=True, slots=True)
class BulletinContext:
    """One bulletin: the document, its files, what its figures rest on, and whether they still hold."""

    withdrawn: str
    words: Printed
    number: str
    issuer: str
    kind: str
    period: str
    signed: str
    as_of: str
    commit: str
    generator: str
    register: Link | None
    files: tuple[File, ...]
    state: str
    state_label: str
    checks: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    drifted: tuple[Link, ...]
    acknowledged: tuple[tuple[Link, str], ...]
    withdrawn_by: Link | None
    withdraws: Link | None
    corrects: Link | None
    corrections: tuple[CorrectionLine, ...]
    corrected_by: tuple[Link, ...]
    figures: tuple[FigureLine, ...]
    grounds: tuple[GroundLine, ...]
    archive: ArchiveLine | None
    digests: tuple[tuple[str, str], ...]
    address: str
    round: Link | None
    previous: Link | None
    next: Link | None


@page
def bulletins(site: Site) -> Iterator[Page]:
    """The register: what was announced, when, and whether its figures still hold."""
    issued = issued_bulletins(site)
    yield Page(
        "bulletins/",
        RegisterContext(
            sentence=site.say(register_sentence(site, issued)),
            lines=tuple(_line(site, record) for record in issued),
        ),
        evidence=tuple(r.key for r in issued),
    )


@page(template="bulletin", many=True)
def bulletin_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each issued bulletin, with those of the same kind beside it."""
    series: dict[str, list[Record]] = defaultdict(list)
    for record in reversed(issued_bulletins(site)):
        series[record.document.data["bulletin_kind"]].append(record)
    for records in series.values():
        for at, record in enumerate(records):
            before = records[at - 1] if at else None
            after = records[at + 1] if at + 1 < len(records) else None
            yield partial(_page, site, record, before, after)


def _page(site: Site, record: Record, before: Record | None, after: Record | None) -> Page:
    data = site.public(record)
    issued = data["issued"]
    found = site.results.bulletins[record.id]
    address = f"{site.address}{site.path(record)}" if site.address else ""
    state, label = seal(found)
    grounds = tuple(_ground(site, row, found) for row in issued.get("grounds", ()))
    titles = {ground.id: ground.title for ground in grounds}
    return Page(
        site.path(record),
        BulletinContext(
            withdrawn=site.say(wording.withdrawal(data) or Text("")),
            words=printed(official_of(data, address=address)),
            number=issued["number"],
            issuer=data["issuer"],
            kind=site.title(kind) if (kind := _kind(site, data)) else "",
            period=site.say(Period.parse(data["period"]).label),
            signed=issued["signed_on"],
            as_of=issued["as_of"],
            commit=issued.get("commit", ""),
            generator=issued["generator"],
            register=_entry(site, issued["number"]),
            files=tuple(_file(record, form) for form in FORMATS),
            state=state,
            state_label=site.say(label),
            checks=tuple(site.say(one) for one in checks(issued, found)),
            changes=tuple(_change(site, one) for one in found.differences),
            drifted=tuple(site.link(one.record) for one in found.drift),
            acknowledged=tuple(
                (site.link(row["record"]), row["reason"]) for row in data.get("acknowledged", ())
            ),
            withdrawn_by=site.link(one.key) if (one := withdrawal_of(site, record)) else None,
            withdraws=_other(site, data.get("withdraws", {}).get("bulletin", "")),
            corrects=_other(site, data.get("corrects", "")),
            corrections=tuple(_correction(row) for row in data.get("corrections", ())),
            corrected_by=tuple(site.link(r.key) for r in corrections_of(site, record)),
            figures=tuple(_figure(row, titles) for row in issued.get("figures", ())),
            grounds=grounds,
            archive=_archive(site, record),
            digests=tuple(issued["sha256"].items()),
            address=address,
            round=_round(site, data),
            previous=site.link(before.key) if before else None,
            next=site.link(after.key) if after else None,
        ),
        title=site.title(record),
        trail=(Link(site.say(Text("通报", "Bulletins")), "bulletins/"),),
        records=(record.key,),
        description=f"{issued['number']} {data['title']}",
    )


def _other(site: Site, id: str) -> Link | None:
    """The bulletin that this one names, None where it names none."""
    return site.link(f"bulletins/{id}") if id else None


def _series(site: Site, number: str) -> str:
    found = parsed(number)
    code = organ_codes(site.snapshot).get(found.code) if found else None
    return code.series if code else ""


def _kind(site: Site, data: Data) -> Record | None:
    return site.snapshot.get("bulletin-kinds", data["bulletin_kind"])


def _entry(site: Site, number: str) -> Link | None:
    """The entry of the number in the register of documents."""
    path = site.document(number).path
    return Link(site.say(Text("发文登记", "Register")), path) if path else None


def _round(site: Site, data: Data) -> Link | None:
    """The round of inspections that a quarterly bulletin is about."""
    kind = _kind(site, data)
    topic = kind.document.data.get("topic") if kind else None
    for one in site.rounds:
        if topic == one.topic and str(one.period) == data["period"]:
            return Link(site.round_title(one), one.path)
    return None


def _file(record: Record, form: str) -> File:
    return File(form, Link(form, file_path(record.id, form)) if is_offered(form) else None)


def seal(found: Recount) -> tuple[str, Text]:
    """How far a bulletin still holds: a state for the mark, and the words."""
    if not found.is_whole:
        return "fail", Text("印发后被改动", "altered after issue")
    if found.differences:
        return "overdue", Text("依据有改动，数字会变", "its figures would change")
    if found.drift:
        return "late", Text("依据有改动，数字不变", "its grounds changed, its figures not")
    return "done", Text("可复核", "verified")


def checks(issued: Data, found: Recount) -> Iterator[Text]:
    """What was looked at when this page was made, in sentences."""
    if not found.is_whole:
        yield Text("内容与印发时的摘要不符。", "What it holds does not fit the digests.")
    else:
        yield Text("正文、数字、依据等全部内容与印发时的摘要一致。", "All that it holds fits the digests.")
    count = len(grounds_of({"issued": issued}))
    if not count:
        return
    if found.drift:
        yield Text(
            f"所依据的 {count} 条记录中，有 {len(found.drift)} 条在印发以后改动过。",
            f"{len(found.drift)} of the {count} records that it rests on changed since.",
        )
    else:
        yield Text(
            f"所依据的 {count} 条记录与印发时相同。", f"All {count} records that it rests on are the same."
        )
    if found.differences:
        yield Text(
            f"按现在的记录重算，有 {len(found.differences)} 处不同。",
            f"From the present records, {len(found.differences)} figures come out otherwise.",
        )
    else:
        yield Text(
            "按现在的记录重算，全部数字相同。", "From the present records, every figure comes out again."
        )


def _figure(row: Data, titles: Mapping[str, str]) -> FigureLine:
    groups = (Link(titles.get(name, name), f"#ground-{name}") for name in row.get("rests_on", ()))
    return FigureLine(row["title"], row["value"], tuple(groups))


def _archive(site: Site, record: Record) -> ArchiveLine | None:
    """None where the site keeps none, and for a bulletin that rests on no records."""
    found = site.archives.get(record.id)
    if found is None or not found.records:
        return None
    link = Link(f"{record.id}.json", found.path)
    return ArchiveLine(link, site.say(archive_sentence(found.records, len(found.missing))), found.sha256)


def archive_sentence(records: int, missing: int) -> Text:
    """How many records are kept as they were, and how many could not be found."""
    whole = Text(f"依据的 {records} 条记录当时的样子", f"the {records} records behind it, as they were then")
    if not missing:
        return whole
    zh = f"{whole.zh}，其中 {missing} 条没有找到当时的版本"
    return Text(zh, f"{whole.en}; the version of then is missing for {missing}")


def _ground(site: Site, row: Data, found: Recount) -> GroundLine:
    keys = [stamp.partition("@")[0] for stamp in row["records"]]
    changed = {one.record for one in found.drift}
    return GroundLine(
        row["id"], row["title"], tuple(site.link(key) for key in keys), sum(key in changed for key in keys)
    )


def _change(site: Site, one: Difference) -> ChangeLine:
    return ChangeLine(one.place, one.printed, one.recomputed, tuple(site.link(key) for key in one.because))


def _correction(row: Data) -> CorrectionLine:
    return CorrectionLine(*(row[name] for name in ("place", "old", "new", "reason", "ranks")))


def _line(site: Site, record: Record) -> BulletinLine:
    data = site.public(record)
    found = site.results.bulletins[record.id]
    state, label = seal(found)
    mark = ""
    if record.is_withdrawn:
        mark = site.say(Text("已撤回", "withdrawn"))
    elif corrections_of(site, record):
        mark = site.say(Text("已更正", "corrected"))
    elif "withdraws" in data:
        mark = site.say(Text("撤回", "withdrawal"))
    elif "corrects" in data:
        mark = site.say(Text("更正", "correction"))
    return BulletinLine(
        link=Link(site.title(record), site.path(record)),
        number=data["issued"]["number"],
        series=_series(site, data["issued"]["number"]),
        kind=site.title(kind) if (kind := _kind(site, data)) else "",
        period=site.say(Period.parse(data["period"]).label),
        signed=data["issued"]["signed_on"],
        state=state,
        state_label=site.say(label),
        mark=mark,
    )


def register_sentence(site: Site, issued: Iterable[Record]) -> Text:
    """How many bulletins were issued, and whether the figures of all of them still hold."""
    records = tuple(issued)
    if not records:
        return Text("还没有印发通报。", "No bulletin was issued yet.")
    recounts = [site.results.bulletins[r.id] for r in records]
    wrong = sum(not found.is_whole or bool(found.differences) for found in recounts)
    newest = records[0]
    day = wording.on(newest.document.data["issued"]["signed_on"])
    head = Text(
        f"已印发通报 {len(records)} 份，最近一份是{day.zh}的《{site.title(newest)}》；",
        f"{wording.some(len(records), 'bulletin')} issued, the newest on {day.to('en')}; ",
    )
    tail = (
        Text(
            f"{wrong} 份的数字与现在的记录不一致，见各份说明。",
            f"{wrong} of them differ from the records by now.",
        )
        if wrong
        else Text("全部数字按记录重算相符。", "every figure comes out again from the records.")
    )
    return Text(head.zh + tail.zh, head.to("en") + tail.to("en"))
