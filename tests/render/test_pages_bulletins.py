"""The register of bulletins and a bulletin's page: what it prints, what that rests on, what became of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from generator.model.bulletin import Difference, Drift, Recount, digests
from generator.render.bulletins import bulletins_on
from generator.render.pages import bulletins as module
from generator.render.pages.bulletins import checks, seal
from generator.render.pages.home import home
from generator.render.site import Site
from tests.render.city import city_records, empty_site, files_of, shell_of, site_of

KIND = {
    "id": "quarterly",
    "title": "季度督查通报",
    "source": "round",
    "topic": "hazchem",
    "heading": "关于{period}督查情况的通报",
    "layout": "letter",
    "series": "函",
    "names_schools": False,
    "sections": [{"parts": [{"sentence": "visited"}]}],
}
HELD = Recount(is_whole=True, drift=(), differences=())


def bulletin(id: str, signed_on: str, **more: Any) -> dict[str, Any]:
    issued: dict[str, Any] = {
        "number": f"示教体函〔2025〕{int(id[-1])}号",
        "signed_on": signed_on,
        "as_of": signed_on,
        "generator": "0.1.0",
        "figures": [{"id": "schools", "title": "抽查学校数", "value": "2", "rests_on": ["visits"]}],
        "tables": [
            {
                "id": "grades",
                "title": "督查结论",
                "columns": ["结论", "次数"],
                "rows": [{"cells": ["优秀", "2"]}],
            }
        ],
        "grounds": [{"id": "visits", "title": "本轮督查", "records": ["organizations/jia@0123456789abcdef"]}],
    }
    data = {
        "id": id,
        "bulletin_kind": "quarterly",
        "period": "2025-Q4",
        "status": "issued",
        "title": f"关于第{id[-1]}次督查情况的通报",
        "layout": "letter",
        "names_schools": False,
        "sections": [
            {"heading": "基本情况", "parts": [{"text": "共抽查{fig:schools}所学校。"}, {"table": "grades"}]}
        ],
        "issuer": "示例市教育局",
        **more,
    }  # fmt: skip
    issued["sha256"] = digests({**data, "issued": issued})
    return {**data, "issued": issued}


def site(*made: dict[str, Any]) -> Site:
    return site_of({**city_records(), "bulletin-kinds": [KIND], "bulletins": list(made)})


def page_of(found: Site, path: str) -> str:
    shell = shell_of("bulletins/", "bulletins/record/")
    pages = (module.bulletins, module.bulletin_pages)
    return next(a.content.decode() for a in files_of(found, shell, pages) if a.path == f"{path}index.html")


def test_page_prints_the_record_with_its_figures_in_their_places() -> None:
    """The same words as in its Word file and its PDF, and the files beside them."""
    text = page_of(site(bulletin("b1", "2025-12-20")), "bulletins/b1/").replace("<wbr>", "")
    assert "共抽查2所学校。" in text
    assert "一、基本情况" in text
    assert "示教体函〔2025〕1号" in text
    assert 'href="../../bulletins/b1/b1.docx"' in text
    assert 'href="../../bulletins/b1/b1.pdf"' in text


def test_every_figure_is_two_clicks_from_its_records() -> None:
    """A figure leads to its group on the page, the group to every record."""
    text = page_of(site(bulletin("b1", "2025-12-20")), "bulletins/b1/")
    assert '<a href="#ground-visits">本轮督查</a>' in text
    group = text.partition('id="ground-visits"')[2].partition("</details>")[0]
    assert 'href="../../organizations/jia/"' in group


def test_register_is_newest_first_and_says_what_became_of_each() -> None:
    """By the day of signing; a withdrawn or corrected one stays in the list."""
    found = site(
        bulletin("b1", "2025-10-20"),
        bulletin("b2", "2025-12-20", corrects="b1"),
        bulletin("b3", "2024-12-20", withdrawn={"date": "2025-01-02", "reason": "重复"}),
    )
    (page,) = module.bulletins(found)
    context: Any = page.context
    assert [(b.signed[:4], b.number, b.mark) for b in context.lines] == [
        ("2025", "示教体函〔2025〕2号", "更正"),
        ("2025", "示教体函〔2025〕1号", "已更正"),
        ("2024", "示教体函〔2025〕3号", "已撤回"),
    ]
    assert context.sentence.startswith("已印发通报 3 份，最近一份是2025年12月20日的")


def test_register_can_be_asked_by_year_series_kind_and_state() -> None:
    """Whoever looks for last year's commendations finds them without reading all titles."""
    own = {**city_records()["bureau"][0], "organ_codes": [{"series": "函", "code": "示教体函"}]}
    other = bulletin("b2", "2024-12-20")
    other["issued"]["number"] = "省教函〔2024〕2号"
    records = {**city_records(), "bureau": [own], "bulletin-kinds": [KIND]}
    found = site_of({**records, "bulletins": [bulletin("b1", "2025-10-20"), other]})
    text = page_of(found, "bulletins/")
    assert re.findall(r'data-facet="(\w+)"', text) == ["year", "series", "kind", "state"]
    (page,) = module.bulletins(found)
    context: Any = page.context
    assert [(b.signed[:4], b.series, b.kind) for b in context.lines] == [
        ("2025", "函", "季度督查通报"),
        ("2024", "", "季度督查通报"),
    ]


def test_form_that_was_not_made_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the packages the site is whole, and does not offer what is not there."""
    monkeypatch.setattr(module, "is_offered", lambda form: form == "Word")
    text = page_of(site(bulletin("b1", "2025-12-20")), "bulletins/b1/")
    assert 'href="../../bulletins/b1/b1.docx" download' in text
    assert "PDF（本站未生成）" in text
    assert "b1.pdf" not in text


def test_citation_names_number_day_address_and_digests() -> None:
    """What somebody needs who quotes it, and who wants to prove years later that it is the same."""
    made = bulletin("b1", "2025-12-20")
    bare = site(made)
    found = Site(bare.snapshot, bare.results, address="https://example.org/equipment/")
    text = page_of(found, "bulletins/b1/").partition('id="citation"')[2].replace("<wbr>", "")
    address = "https://example.org/equipment/bulletins/b1/"
    for words in ("示教体函〔2025〕1号", "2025年12月20日", address, *made["issued"]["sha256"].values()):
        assert words in text, words


def test_corrections_lead_both_ways() -> None:
    """Whoever comes to the old page must not take it for right."""
    rows = [{"place": "抽查学校数", "old": "3", "new": "2", "reason": "重复登记", "ranks": "无"}]
    found = site(bulletin("b1", "2025-10-20"), bulletin("b2", "2025-12-20", corrects="b1", corrections=rows))
    old, new = page_of(found, "bulletins/b1/"), page_of(found, "bulletins/b2/")
    assert "已更正" in old
    assert 'href="../../bulletins/b2/"' in old
    assert 'href="../../bulletins/b1/"' in new
    assert "重复登记" in new


def test_withdrawals_lead_both_ways() -> None:
    """The old page stays, headed by what became of it; the new one prints the reason."""
    said = {"bulletin": "b1", "reason": "名单有误"}
    found = site(
        bulletin("b1", "2025-10-20", withdrawn={"date": "2025-12-20", "reason": "名单有误"}),
        bulletin("b2", "2025-12-20", withdraws=said),
    )
    old, new = page_of(found, "bulletins/b1/"), page_of(found, "bulletins/b2/")
    assert "已于2025年12月20日撤回，原因：名单有误" in old
    assert "共抽查2所学校。" in old.replace("<wbr>", "")
    assert '撤回通报：<a href="../../bulletins/b2/"' in old
    assert '<strong>撤回</strong>本通报撤回： <a href="../../bulletins/b1/"' in new
    assert "撤回原因：名单有误。" in new.replace("<wbr>", "")
    (page,) = module.bulletins(found)
    context: Any = page.context
    assert [b.mark for b in context.lines] == ["撤回", "已撤回"]


def test_first_page_shows_the_newest_that_hold() -> None:
    """Newest first; one that was withdrawn is told by its withdrawal."""
    said = {"bulletin": "b1", "reason": "名单有误"}
    found = site(
        bulletin("b1", "2025-10-20", withdrawn={"date": "2025-12-20", "reason": "名单有误"}),
        bulletin("b2", "2025-12-20", withdraws=said),
        bulletin("b3", "2025-11-20"),
    )
    (page,) = home(found)
    context: Any = page.context
    assert [(b.link.path, b.day) for b in context.bulletins] == [
        ("bulletins/b2/", "2025-12-20"),
        ("bulletins/b3/", "2025-11-20"),
    ]


DRIFT = Drift("inspections/i1", is_gone=False, group="visits")


@pytest.mark.parametrize(
    ("recount", "state", "words", "sentences"),
    [
        (HELD, "done", "可复核", ["摘要一致", "与印发时相同", "全部数字相同"]),
        (Recount(is_whole=True, drift=(DRIFT,), differences=()), "late", "依据有改动，数字不变",
         ["摘要一致", "有 1 条在印发以后改动过", "全部数字相同"]),
        (Recount(is_whole=True, drift=(DRIFT,), differences=(Difference("学校", "2", "3"),)), "overdue",
         "依据有改动，数字会变", ["摘要一致", "有 1 条在印发以后改动过", "有 1 处不同"]),
        (Recount(is_whole=False, drift=(), differences=()), "fail", "印发后被改动",
         ["摘要不符", "与印发时相同", "全部数字相同"]),
    ],
)  # fmt: skip
def test_seal_says_what_was_looked_at(recount: Recount, state: str, words: str, sentences: list[str]) -> None:
    """Four states, and in each three sentences of what was compared with what."""
    issued = bulletin("b1", "2025-12-20")["issued"]
    assert (seal(recount)[0], seal(recount)[1].zh) == (state, words)
    said = [one.zh for one in checks(issued, recount)]
    assert [part in one for part, one in zip(sentences, said, strict=True)] == [True, True, True]


def test_rounds_lead_to_their_bulletins_and_withdrawn_ones_are_left_out() -> None:
    """Only of that quarter and topic."""
    found = site(
        bulletin("b1", "2025-12-20"),
        bulletin("b2", "2025-12-21", withdrawn={"date": "2025-12-22", "reason": "重复"}),
        bulletin("b3", "2025-12-22", period="2025-Q3"),
    )
    period = next(one.period for one in found.rounds if str(one.period) == "2025-Q4")
    assert [link.path for link in bulletins_on(found, period, "hazchem")] == ["bulletins/b1/"]
    assert bulletins_on(found, period, "digital") == ()


def test_empty_register_says_so() -> None:
    """A new bureau has announced nothing yet."""
    (page,) = module.bulletins(empty_site())
    context: Any = page.context
    assert (context.sentence, context.lines) == ("还没有印发通报。", ())
