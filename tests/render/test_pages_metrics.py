"""Metrics: definition, newest values, and change in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from generator.model.period import Period
from generator.model.results import Measure
from generator.model.text import Text
from generator.render.pages import metrics
from generator.render.pages.metrics import change, index_sentence, newest_period
from tests.render.city import city_records, city_site, empty_site, inspection, site_of
from tests.render.test_pages_evaluations import site_with


def measure(value: str | None) -> Measure:
    reason = None if value else Text("没有")
    return Measure("m", "s", Period(2025, 4), Decimal(value) if value else None, reason, (), ())


@pytest.mark.parametrize(
    ("better", "now", "before", "words"),
    [("higher", "80.0", "75.5", "+4.5 好转"), ("lower", "80.0", "75.5", "+4.5 变差"),
     ("lower", "1.00", "2.25", "−1.25 好转"), ("higher", "1", "1", "持平"), ("neutral", "2", "1", "+1"),
     ("higher", "1", None, "–"), ("higher", None, "1", "–")],
)  # fmt: skip
def test_change_has_sign_and_word(better: Any, now: str | None, before: str | None, words: str) -> None:
    """The sign alone does not say whether it is good."""
    info = replace(city_site().results.metrics["inspection-pass-rate"], better=better)
    assert change(measure(now), measure(before), info)[0].zh == words


def test_sentence_puts_the_city_s_numbers_in() -> None:
    """One of two visits passed."""
    records = city_records()
    records["inspections"] = [
        inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "mmmm"),
        inspection("i-2", "yi-1", "2025-Q4", "2025-11-12", "ummm"),
    ]
    pages = {p.path: p for p in metrics.metric_pages(site_of(records))}
    context: Any = pages["metrics/inspection-pass-rate/"].context
    assert context.sentence == "2025年全市检查合格率 50.0%（合格 1，完成 2）；3 个县（区）中 2 个有数值。"
    assert [(v.link.text, v.value) for v in context.counties] == [
        ("甲县", "100.0"),
        ("乙区", "0.0"),
        ("丙县", "–"),
    ]
    assert context.counties[2].reason


def test_newest_period_is_one_with_values() -> None:
    """Awards are counted by year, so a quarter without a value is passed over."""
    assert newest_period(city_site(), "awards") == Period(2025)


def test_every_metric_has_a_page_before_the_first_record() -> None:
    """The rules stand before the results."""
    site = empty_site()
    pages = list(metrics.metric_pages(site))
    assert len(pages) == len(site.results.metrics)
    assert {p.context.sentence for p in pages} == {"还没有可以计算的时期。"}  # type: ignore[attr-defined]
    assert index_sentence(0).zh == "还没有指标。"


def test_a_metric_names_the_items_of_the_evaluation_that_it_feeds() -> None:
    """Of both lists 1.3 takes the number of sessions; no ranking weighs it."""
    site = site_with()
    page: Any = next(p for p in metrics.metric_pages(site) if p.path == "metrics/problem-sessions/")
    assert page.context.used_in == ()
    assert [(checklist.path, item.text, item.path) for checklist, item in page.context.items] == [
        (
            f"checklists/evaluation-{year}/",
            "1.3 专题研究突出困难和问题不少于2次",
            f"checklists/evaluation-{year}/#item-1.3",
        )
        for year in (2025, 2024)
    ]
