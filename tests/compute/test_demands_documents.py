"""What is demanded and owed of documents and cases, on records worked by hand; seen from 31 December 2025."""

from __future__ import annotations

from generator.compute.demand import judged
from generator.compute.demands import DEMANDS
from generator.compute.duties import DUTIES
from generator.compute.duty import duties_of
from generator.model.demand import State
from tests.support.snapshots import city, cluster, county, method, schemas_without, school, snapshot_of

BUREAU = ("bureau", {"id": "bureau", "city": "city"})
NUMBER = "示教体发〔2021〕26号"


def asking(year: str = "2025", **requirements):
    kind, data = method(f"m-{year}", first=f"{year}-01-01", last=f"{year}-12-31")
    return kind, {**data, "requirements": requirements}


def document(id: str, number: str = NUMBER, **more):
    return "documents", {"id": id, "number": number, "issuer": "city", **more}


def case(id: str, unit: str, year: int = 2025, **more):
    return "cases", {"id": id, "unit": unit, "year": year, **more}


def judgements(demand: str, years: tuple[int, ...], *made, schemas=None):
    snapshot = snapshot_of(BUREAU, city(), *made, schemas=schemas)
    found = [f for f in judged(snapshot, DEMANDS, years) if f.demand == demand]
    return [(f.year, f.unit, f.state, f.reason.zh, f.evidence) for f in found]


def founding(*made):
    ((_, unit, state, reason, evidence),) = judgements(
        "founding-document", (2025,), asking(teams={"levels": ["city"], "document": NUMBER}), *made
    )
    assert unit == "city"
    return state, reason, evidence


def test_founding_document_is_registered_and_in_force() -> None:
    """It is the method that names it; a method that names none asks for none."""
    assert founding(document("fa")) == (State.MET, f"{NUMBER} 已登记，现行有效", ("documents/fa",))
    assert founding() == (State.OPEN, f"{NUMBER} 还没有登记", ())
    assert judgements("founding-document", (2025,), asking(teams={"levels": ["city"]})) == []


def test_founding_document_that_was_replaced_or_voided_founds_nothing() -> None:
    later = document("new", "示教体发〔2025〕3号", replaces=[NUMBER])
    assert founding(document("fa"), later) == (
        State.OPEN,
        f"{NUMBER} 已被代替",
        ("documents/fa", "documents/new"),
    )
    voided = document("fa", voided={"on": "2021-05-20", "reason": "未用"})
    assert founding(voided)[:2] == (State.OPEN, f"{NUMBER} 是作废的号")


def test_cases_of_schools_and_districts_count_for_their_county() -> None:
    """C has one of its school and one of its district in 2025, d none; 2024 is over and has one in c only."""
    asked = {"cases": {"per_year": 2, "levels": ["county"]}}
    made = (
        county("c"), county("d"), cluster("k", "c"), school("s", "k"),
        case("a", "s", shared_at=["m"]), case("b", "k"), case("e", "c", 2024),
        case("f", "s", 2024, withdrawn={}),
        asking("2024", **asked), asking("2025", **asked),
    )  # fmt: skip
    assert judgements("typical-cases", (2024, 2025), *made) == [
        (2024, "c", State.OPEN, "收录 1 条，应不少于 2 条；已推广 0 条", ("cases/e",)),
        (2024, "d", State.OPEN, "收录 0 条，应不少于 2 条；已推广 0 条", ()),
        (2025, "c", State.MET, "收录 2 条，应不少于 2 条；已推广 1 条", ("cases/a", "cases/b")),
        (2025, "d", State.PENDING, "收录 0 条，应不少于 2 条；已推广 0 条", ()),
    ]


def test_revision_without_cases_is_asked_for_none() -> None:
    asked = asking(cases={"per_year": 1, "levels": ["county"]})
    assert judgements("typical-cases", (2025,), county("c"), asked, schemas=schemas_without("cases")) == []


def test_public_document_is_posted_within_the_days_of_its_method() -> None:
    """28 days after 20 December; posted, closed and foreign ones bind nobody, nor where no days are given."""
    public = {"disclosure": {"kind": "proactive"}}
    made = (
        document("a", signed_on="2025-12-20", **public),
        document("b", "示教体发〔2025〕2号", signed_on="2025-12-20", posted_on="2025-12-22", **public),
        document("c", "示教体发〔2025〕3号", signed_on="2025-12-20", disclosure={"kind": "closed"}),
        ("documents", {"id": "d", "external": {"organ": "省厅"}, "signed_on": "2025-12-20", **public}),
        document("e", "示教体发〔2024〕1号", signed_on="2024-12-20", **public),
        asking(documents={"posted_within_days": 28}),
    )
    snapshot = snapshot_of(BUREAU, city(), *made)
    assert [(d.kind, d.unit, d.due.isoformat(), d.record) for d in duties_of(snapshot, DUTIES)] == [
        ("posting", "city", "2026-01-17", "documents/a")
    ]
