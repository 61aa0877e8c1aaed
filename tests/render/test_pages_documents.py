"""The register of documents, a document's page, and the way from every citation to it."""

from __future__ import annotations

from typing import Any

from generator.render.pages import documents as register_module
from generator.render.pages.document import document_pages
from generator.render.plain import record_page
from tests.render.city import city_records, empty_site, files_of, shell_of, site_of

NOTICE = "示教体函〔2025〕17号"


def document(id: str, number: str, **more: Any) -> dict[str, Any]:
    plain = {"id": id, "title": f"关于{id}的通知", "kind": "notice", "source": "发文登记簿"}
    issuer = {} if "external" in more else {"issuer": "shi"}
    return {**plain, **({"number": number} if number else {}), **issuer, **more}


BULLETIN = document("han-17", NOTICE, kind="bulletin", signed_on="2025-12-20")


def city(*made: dict[str, Any], **more: Any) -> Any:
    records = city_records()
    award = {**records["awards"][0], "notice": {"number": NOTICE, "issued_on": "2025-12-20"}}
    return site_of({**records, "awards": [award], "documents": list(made), **more})


def contexts(*made: dict[str, Any]) -> dict[str, Any]:
    site = city(*made)
    return {p.path: p.context for source in (register_module.documents, document_pages) for p in source(site)}


def test_register_goes_by_year_and_series_the_last_number_first() -> None:
    """Serials are numbers: 10 stands above 9."""
    found = contexts(
        document("a", "示教体函〔2025〕9号"),
        document("b", "示教体函〔2025〕10号"),
        document("c", "示教体发〔2025〕1号"),
        document("d", "示教体函〔2024〕3号"),
    )["documents/"]
    assert [(y.year, [s.title.split(" · ")[-1][:4] for s in y.series]) for y in found.years] == [
        (2025, ["示教体函", "示教体发"]),
        (2024, ["示教体函"]),
    ]
    assert [e.link.text for e in found.years[0].series[0].entries] == [
        "示教体函〔2025〕10号",
        "示教体函〔2025〕9号",
    ]


def test_sentence_tells_own_external_and_voided_numbers_apart() -> None:
    """A voided number is no document."""
    found = contexts(
        BULLETIN,
        document("void", "示教体函〔2025〕18号", voided={"on": "2025-12-22", "reason": "取号未用。"}),
        document("law", "", external={"organ": "示例省教育厅"}),
    )
    assert found["documents/"].sentence == ("登记公文 2 份，其中本市 1 份、外单位 1 份；另有作废的号 1 个。")
    assert [e.organ for e in found["documents/"].external] == ["示例省教育厅"]
    assert found["documents/void/"].voided == "这个号于2025年12月22日作废，没有印发公文：取号未用。"


def test_page_lists_what_cites_the_document() -> None:
    """The award names it by number only."""
    found = contexts(BULLETIN)["documents/han-17/"]
    assert found.sentence == "示例市教体局2025年12月20日印发的通报；有 1 条记录引用它。"
    assert [(g.title, [one.path for one in g.links]) for g in found.groups] == [
        ("表扬", ["awards/a-2025-1/"])
    ]


def test_replaced_document_says_by_what_and_back() -> None:
    """Nobody should follow a regulation that no longer holds."""
    new = document("new", "示教体函〔2025〕18号", replaces=[NOTICE], basis=["示省教函〔2025〕8号"])
    found = contexts(BULLETIN, new)
    assert [one.path for one in found["documents/han-17/"].replaced_by] == ["documents/new/"]
    assert [one.path for one in found["documents/new/"].replaces] == ["documents/han-17/"]
    assert [(one.text, one.path) for one in found["documents/new/"].basis] == [("示省教函〔2025〕8号", "")]
    (series,) = found["documents/"].years[0].series
    assert [e.mark for e in series.entries] == ["", "已被代替"]


def test_plain_page_links_a_number_to_its_document() -> None:
    """A new kind needs no page of its own for that."""
    site = city(BULLETIN)
    page = record_page(site, site.snapshot.find("awards/a-2025-1"))
    cells = [link for _, cell in page.context.facts for link in cell]  # type: ignore[attr-defined]
    assert [link.path for link in cells if link.text == NOTICE] == ["documents/han-17/"]


def test_a_page_that_forgets_the_link_gets_it_at_its_end() -> None:
    """So every record that cites a document leads to it, whoever wrote the page."""
    from generator.render.page import Page, PageFunction
    from generator.render.pages.awards import IndexContext

    def forgetful(_: Any) -> Any:
        context = IndexContext(sentence="说明。", years=(), total=1)
        yield Page("awards/a-2025-1/", context, title="表扬", records=("awards/a-2025-1",))

    site = city(BULLETIN)
    (file,) = files_of(site, shell_of("awards/record/"), (PageFunction(forgetful, "awards"),))
    html = file.content.decode()
    assert html.count(f'href="../../documents/han-17/">{NOTICE}</a>') == 1


def test_empty_register_says_how_the_first_document_comes() -> None:
    """And not that something is missing."""
    (page,) = register_module.documents(empty_site())
    assert page.context.sentence == "还没有登记公文。"  # type: ignore[attr-defined]
