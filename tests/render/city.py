"""A small invented city for the tests of pages: three counties, nine schools, three quarters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from generator.compute.assess import assess, with_duties
from generator.model.artifact import Artifact
from generator.model.digest import digest
from generator.model.document import Document, SourceFile
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.shell import Shell
from generator.model.snapshot import Revision, Snapshot
from generator.read.schemas import read_schemas
from generator.render.page import PageFunction
from generator.render.pour import MARKERS, RECORD_MARKERS
from generator.render.renderer import render_site
from generator.render.site import Site

ROOT = Path(__file__).resolve().parents[2]
AS_OF = date(2025, 12, 31)
CANARY = "canary-7f3a"
Data = dict[str, Any]


class Folder:
    """The schemas of this repository as a source."""

    def files(self, *folders: str) -> Iterator[SourceFile]:
        for folder in folders:
            for path in sorted((ROOT / folder).rglob("*.json")):
                yield SourceFile(path.relative_to(ROOT).as_posix(), content=path.read_bytes())


@cache
def schemas() -> dict[str, Schema]:
    found, problems = read_schemas(Folder())  # type: ignore[arg-type]
    assert not [p for p in problems if p.severity.label == "error"], problems
    return dict(found)


def snapshot_of(records: dict[str, list[Data]], as_of: date = AS_OF) -> Snapshot:
    """A snapshot of plain data, without the gate: kind -> records."""
    known = schemas()
    kinds: dict[str, dict[str, Record]] = {kind: {} for kind in known}
    for kind, rows in records.items():
        for data in sorted(rows, key=lambda d: d.get("id", kind)):
            stem = data.get("id", kind)
            document = Document(f"records/{kind}/{stem}.yml", data)
            kinds[kind][stem] = Record(kind, stem, document)
    return Snapshot(Revision("0123456789abcdef" * 2 + "01234567"), as_of, known, kinds)


def site_of(records: dict[str, list[Data]], as_of: date = AS_OF) -> Site:
    snapshot = snapshot_of(records, as_of)
    return Site(snapshot, with_duties(assess(snapshot), snapshot), version="0.1.0")


@cache
def empty_site() -> Site:
    return site_of({})


def shell_of(*addresses: str, slots: tuple[str, ...] = ("content",)) -> Shell:
    """A shell with every marker and nothing else; addresses that end in record/ are cloned ones."""
    pages = {}
    for address in addresses:
        marks = {**MARKERS, **(RECORD_MARKERS if address.endswith("record/") else {})}
        text = "".join(f"<i>@@{name}@@</i>" * count for name, count in marks.items())
        pages[address] = text + "".join(f'<div data-slot="{slot}">help</div>' for slot in slots)
    return Shell(pages, {})


def organization(id: str, name: str, level: str, parent: str | None = None, **more: Any) -> Data:
    return {"id": id, "name": name, "level": level, **({"parent": parent} if parent else {}), **more}


CHECKLIST: Data = {
    "id": "hazchem-2025",
    "title": "危险化学品安全检查表",
    "kind": "inspection",
    "topic": "hazchem",
    "year": 2025,
    "valid": {"from": "2025-01-01", "to": "2026-12-31"},
    "not_applicable": "rescale",
    "sections": [
        {
            "id": "storage",
            "title": "储存",
            "items": [
                {"id": "a1", "text": "双人双锁", "points": 30, "method": "compliance", "risk_color": "red"},
                {"id": "a2", "text": "台账相符", "points": 30, "method": "compliance"},
            ],
        },
        {
            "id": "use",
            "title": "使用",
            "items": [
                {"id": "b1", "text": "领用登记", "points": 20, "method": "compliance"},
                {"id": "b2", "text": "废液分类", "points": 20, "method": "deduct"},
            ],
        },
    ],
}
METHOD: Data = {
    "id": "method-2025",
    "title": "2025年评价办法",
    "version": 1,
    "valid": {"from": "2025-01-01", "to": "2026-12-31"},
    "grades": [
        {"grade": "excellent", "from": 90},
        {"grade": "good", "from": 80},
        {"grade": "pass", "from": 60},
        {"grade": "fail", "from": 0},
    ],
    "red_failure": "fail",
    "rankings": [
        {
            "ranking": name,
            "minimum_coverage": 30,
            "weights": [
                {"metric": "inspection-pass-rate", "weight": 60},
                {"metric": "mean-item-score", "weight": 40},
            ],
            "decimals": 2,
        }
        for name in ("counties", "schools")
    ],
}


def inspection(id: str, school: str, period: str, day: str, answers: str, **more: Any) -> Data:
    """*answers*: one letter an item, in order: m(et), u(nmet), p(artly, half), n(ot applicable)."""
    items = [item for section in CHECKLIST["sections"] for item in section["items"]]
    results, findings = [], []
    for item, answer in zip(items, answers, strict=True):
        entry: Data = {"item": item["id"]}
        match answer:
            case "m":
                entry["result"] = "met"
            case "u":
                entry["result"] = "unmet"
            case "p":
                entry |= {"result": "partly", "score": Decimal(item["points"]) / 2}
            case _:
                entry |= {"result": "not_applicable", "reason": "没有这项设施"}
        results.append(entry)
        if answer in "up":
            grade = "major" if item["id"] == "a1" else "general"
            findings.append(
                {
                    "id": f"f-{item['id']}",
                    "item": item["id"],
                    "grade": grade,
                    "text": f"{item['text']}不到位",
                    "due": f"{day[:8]}28" if grade == "major" else "2026-01-15",
                    "place": f"{CANARY} 药品室",
                }
            )
    return {
        "id": id,
        "period": period,
        "topic": "hazchem",
        "organization": school,
        "mode": "unannounced",
        "status": "done",
        "date": day,
        "team": [{"expert": "e-1", "role": "lead"}, {"expert": "e-2", "role": "member"}],
        "checklist": "hazchem-2025",
        "checklist_digest": digest(CHECKLIST),
        "results": results,
        "findings": findings,
        "strengths": "药品柜标识清楚。",
        **more,
    }


def city_records() -> dict[str, list[Data]]:
    """The whole invented city as plain data; change a copy to test one thing."""
    counties = [("jia", "甲县"), ("yi", "乙区"), ("bing", "丙县")]
    organizations = [organization("shi", "示例市教育和体育局", "city", short_name="示例市")]
    schools: list[Data] = []
    for order, (stem, name) in enumerate(counties, 1):
        organizations.append(
            organization(stem, f"{name}教育和体育局", "county", "shi", short_name=name, order=order)
        )
        for number, stage in enumerate(("senior", "junior", "primary"), 1):
            schools.append(
                organization(
                    f"{stem}-{number}",
                    f"{name}第{'一二三'[number - 1]}{'中学' if number < 3 else '小学'}",
                    "school",
                    stem,
                    stage=stage,
                    order=number,
                    school_code=f"51000{order}000{number}",
                    sample=True,
                    keeps={"laboratories": 2, "hazchem": True, "storage_place": f"{CANARY} 地下室"},
                )
            )
    answers = ["mmmm", "mmpm", "mump", "ummm", "mmmp", "mmum", "mmmn", "mppm", "umup"]
    inspections = [
        inspection(
            f"i-2025-q{quarter}-{school['id']}",
            school["id"],
            f"2025-Q{quarter}",
            f"2025-{3 * quarter - 1:02d}-{10 + index}",
            answers[(index + 2 * quarter) % 9],
            sample=True,
        )
        for quarter in (2, 3, 4)
        for index, school in enumerate(schools)
        if (index + quarter) % 4
    ]
    return {
        "bureau": [
            {
                "name": "示例市教育和体育局",
                "short_name": "示例市教体局",
                "city": "shi",
                "language": "zh",
                "site_url": "https://example.org/equipment",
            }
        ],
        "organizations": organizations + schools,
        "experts": [
            {"id": "e-1", "name": "张示例", "unit": "jia-1", "title": CANARY, "consent": True},
            {"id": "e-2", "name": CANARY, "unit": "yi-1", "title": CANARY, "consent": False},
        ],
        "checklists": [deepcopy(CHECKLIST)],
        "methods": [deepcopy(METHOD)],
        "inspections": inspections,
        "awards": [
            {
                "id": "a-2025-1",
                "year": 2025,
                "kind": "advanced_unit",
                "unit": "jia-1",
                "notice": {"number": "示教函〔2025〕31号", "issued_on": "2025-12-20"},
                "public_notice": {"from": "2025-12-08", "to": "2025-12-14"},
                "merit": "装备管理规范。",
                "sample": True,
            }
        ],
    }


@cache
def city_site() -> Site:
    """The site of that city, the same for all who ask: whoever needs another makes it with `site_of`."""
    return site_of(city_records())


def files_of(site: Site, shell: Shell, pages: Iterable[PageFunction]) -> Iterator[Artifact]:
    """Every file of a site made of these pages, one after the other, as publishing asks for them."""
    work = render_site(site, shell, pages)
    written: set[str] = set()
    shown: set[str] = set()
    for share in work.shares:
        for artifact in share():
            written.add(artifact.path)
            shown.update(artifact.records)
            yield artifact
    for share in work.rest(written, shown):
        yield from share()


def hazard(
    id: str, school: str, due: str, registered: str = "2025-12-01", closed: str = "", **more: Any
) -> tuple[Data, list[Data], list[Data]]:
    """A hazard with its events: none, or begun, reported and accepted on the day *closed*."""
    data = {
        "id": id, "school": school, "registered_on": registered, "origin": "self_check", "topic": "hazchem",
        "item": "a2", "grade": "general", "text": f"问题{id}。", "place": CANARY, "due": due, **more,
    }  # fmt: skip
    if not closed:
        return data, [], []
    own = [
        {"id": f"{id}-{kind}", "hazard": id, "kind": kind, "on": closed, "by": "实验员", "text": f"{kind}。"}
        for kind in ("done", "started")
    ]
    own[0]["evidence"] = [{"title": "照片"}]
    own[1]["on"] = registered
    accepted = {
        "id": f"{id}-accepted", "hazard": id, "kind": "accepted", "on": closed, "by": ["e-1"],
        "look": "site", "text": "现场查看。", "evidence": [{"title": "记录"}],
    }  # fmt: skip
    return data, own, [accepted]


def hazards(*found: tuple[Data, list[Data], list[Data]]) -> dict[str, list[Data]]:
    """Hazards and their events as records of three kinds."""
    return {
        "hazards": [data for data, _, _ in found],
        "rectifications": [event for _, own, _ in found for event in own],
        "follow-ups": [event for _, _, own in found for event in own],
    }


def case(id: str, unit: str = "jia-1", **more: Any) -> Data:
    """A case, as the schema has it."""
    plain: Data = {
        "id": id,
        "title": f"做法{id}",
        "unit": unit,
        "year": 2025,
        "theme": "hazchem",
        "began_on": "2024-03-01",
        "summary": "三类台账并为一本。",
        "measures": ["每周对账。"],
        "effects": [{"measure": "账物相符率", "before": Decimal("86.5"), "after": 100, "unit": "%"}],
        "no_pupil_data": True,
    }
    return plain | more
