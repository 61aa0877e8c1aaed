"""What inspections found: all metrics look at those done, not withdrawn, of an eligible school."""

from __future__ import annotations

import numpy as np

from generator.compute.cells import Cells, Flags, Spread, Trail
from generator.compute.conclusions import Concluded
from generator.compute.frames import THOUSANDTHS
from generator.compute.metric import AREAS, Gap, MetricColumn, Part, amount, metric, ratio
from generator.model.text import Text

NOT_INSPECTED = Text("本期没有完成的检查", "No inspection was done in the period")
NO_METHOD = Text("本期有检查没有适用的评定办法", "No method was valid for an inspection of the period")
NO_CONCLUSION = Text("本期的检查没有可计分的项目", "The inspections of the period have no item that counts")
NO_SCHOOLS = Text("本期没有应检学校", "There was no school to inspect in the period")

_DONE = Text(
    "本期已完成、未撤销的检查，只计当期存续的学校；学区、县区、全市包括其下各校。",
    "Inspections done in the period and not withdrawn, of schools that existed then; a cluster, county or "
    "city includes the schools below it.",
)


@metric(
    "inspection-pass-rate",
    version=1,
    title=Text("检查合格率", "Pass rate"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("合格 ÷ 完成 × 100", "passed ÷ done × 100"),
    population=Text(
        f"{_DONE.zh}没有一项可计分的检查没有结论，两边都不计。",
        f"{_DONE.en} An inspection without any item that counts has no conclusion and is left out of both.",
    ),
    missing=Text(
        "本期没有完成的检查，或检查时没有有效的评定办法；不记为 0。",
        "No inspection in the period, or no method valid then; never 0.",
    ),
    needs=("inspections.results", "inspections.checklist", "checklists.sections", "methods.grades"),
)
def inspection_pass_rate(cells: Cells, concluded: Concluded) -> MetricColumn:
    """Share of the inspections of a unit that passed.

    Formula: passed / done × 100; passed is every conclusion but the worst grade.
    Missing: without an inspection, and where one of them had no method to be judged by.
    Source: the bands and the red failure of the method record valid when each inspection's quarter began.
    """
    done = cells.inspections
    judged = done.where(_flag(concluded, "is_concluded"))
    passed = done.where(_flag(concluded, "is_passed"))
    methods = concluded.frame["method"].tolist()
    unjudged = done.where(np.array([not m for m in methods], dtype=bool))
    keys = cells.inspection_keys
    return ratio(
        Part(Text("合格", "passed"), passed.count(), (passed.trail(keys),)),
        Part(Text("完成", "done"), judged.count(), (judged.trail(keys),)),
        times=100,
        gaps=(
            Gap(NOT_INSPECTED, done.count() == 0),
            Gap(NO_METHOD, unjudged.count() > 0),
            Gap(NO_CONCLUSION, judged.count() == 0),
        ),
        bases=(judged.trail([m and f"methods/{m}" for m in methods]), _checklists(cells, judged)),
    )


@metric(
    "findings-per-school",
    version=1,
    title=Text("校均发现问题", "Findings per school"),
    unit="项",
    decimals=2,
    better="lower",
    formula=Text("发现问题 ÷ 受检学校", "findings ÷ inspected schools"),
    population=_DONE,
    missing=Text("本期没有完成的检查；不记为 0。", "No inspection in the period; never 0."),
    needs=("inspections.findings",),
)
def findings_per_school(cells: Cells, _: Concluded) -> MetricColumn:
    """Findings of the period for each school that was inspected.

    Formula: findings / inspected schools; a school inspected twice counts once below the line.
    Missing: without an inspection. No finding in an inspected school is 0.
    """
    done = cells.inspections
    rows = cells.frames.findings["inspection"].to_numpy()
    found = np.bincount(rows, minlength=len(cells.frames.inspections)).astype(np.int64)
    behind = done.where(found > 0).trail(cells.inspection_keys)
    return ratio(
        Part(Text("发现问题", "findings"), done.total(found), (behind,)),
        _inspected_schools(cells, done),
        gaps=(Gap(NOT_INSPECTED, done.count() == 0),),
    )


@metric(
    "major-findings",
    version=1,
    title=Text("重大隐患", "Major findings"),
    unit="项",
    decimals=0,
    better="lower",
    formula=Text("重大隐患项数", "major findings"),
    population=_DONE,
    missing=Text("本期没有完成的检查；不记为 0。", "No inspection in the period; never 0."),
    needs=("inspections.findings",),
)
def major_findings(cells: Cells, _: Concluded) -> MetricColumn:
    """Major findings of the period, whether rectified or not.

    Formula: number of findings of grade ``major``.
    Missing: without an inspection. No major finding in an inspected school is 0.
    """
    done = cells.inspections
    findings = cells.frames.findings
    rows = findings["inspection"].to_numpy()[(findings["grade"] == "major").to_numpy()]
    found = np.bincount(rows, minlength=len(cells.frames.inspections)).astype(np.int64)
    return amount(
        Part(
            Text("重大隐患项数", "major findings"),
            done.total(found),
            (done.where(found > 0).trail(cells.inspection_keys),),
        ),
        gaps=(Gap(NOT_INSPECTED, done.count() == 0),),
        bases=(done.trail(cells.inspection_keys),),
    )


@metric(
    "share-inspected",
    version=1,
    title=Text("受检学校占比", "Share of schools inspected"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("受检学校 ÷ 应检学校 × 100", "inspected schools ÷ eligible schools × 100"),
    population=Text(
        "应检学校：期内存续、未撤销的学校；期前已撤并、期后才设立的不计。受检学校：其中本期至少完成一次检查的。",
        "Eligible schools existed in the period: not withdrawn, not closed before it, not opened after it. "
        "Inspected schools are those with at least one inspection done in the period.",
    ),
    missing=Text(
        "没有应检学校；有学校而未检查记为 0。",
        "No eligible school; a unit with schools but no inspection counts 0.",
    ),
    levels=AREAS,
    needs=("inspections.organization",),
)
def share_inspected(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of a unit's schools that were inspected at least once.

    Formula: inspected schools / eligible schools × 100, for clusters, counties and the city.
    Missing: a unit without an eligible school. A unit with schools of which none was inspected is 0.
    """
    schools = cells.schools()
    return ratio(
        _inspected_schools(cells, cells.inspections),
        Part(
            Text("应检学校", "eligible schools"), schools.count(), (schools.trail(cells.organization_keys),)
        ),
        times=100,
        gaps=(Gap(NO_SCHOOLS, schools.count() == 0),),
    )


@metric(
    "mean-item-score",
    version=1,
    title=Text("项目平均得分率", "Mean item score"),
    unit="%",
    decimals=2,
    better="higher",
    formula=Text("实得分 ÷ 应得分 × 100", "points obtained ÷ points applicable × 100"),
    population=Text(
        f"{_DONE.zh}未检查的项目两边都不计；不适用的项目按检查表的规定记满分或两边都不计。",
        f"{_DONE.en} Items not checked are left out of both; items not applicable get full points or are "
        "left out of both, as the checklist says.",
    ),
    missing=Text(
        "本期没有完成的检查，或没有一项可计分；不记为 0。",
        "No inspection in the period, or no item that counts; never 0.",
    ),
    needs=("inspections.results", "inspections.checklist", "checklists.sections"),
)
def mean_item_score(cells: Cells, concluded: Concluded) -> MetricColumn:
    """Points obtained of the points that could be obtained, over all inspections together.

    Formula: Σ obtained / Σ applicable × 100, so that a longer checklist weighs more.
    Missing: without an inspection, or without an item that counts.
    """
    done = cells.inspections
    applicable = concluded.frame["applicable"].to_numpy()
    scored = done.where(applicable > 0)
    points = scored.total(applicable)
    trail = scored.trail(cells.inspection_keys)
    return ratio(
        Part(
            Text("实得分", "points obtained"),
            scored.total(concluded.frame["obtained"].to_numpy()),
            (trail,),
            THOUSANDTHS,
        ),
        Part(Text("应得分", "points applicable"), points, (trail,), THOUSANDTHS),
        times=100,
        gaps=(Gap(NOT_INSPECTED, done.count() == 0), Gap(NO_CONCLUSION, points == 0)),
        bases=(_checklists(cells, scored),),
    )


def _inspected_schools(cells: Cells, done: Spread) -> Part:
    """The different schools of *done*; behind them stand the schools and the inspections."""
    schools = done.distinct(cells.frames.inspections["organization"].to_numpy())
    return Part(
        Text("受检学校", "inspected schools"),
        schools.count(),
        (schools.trail(cells.organization_keys), done.trail(cells.inspection_keys)),
    )


def _checklists(cells: Cells, done: Spread) -> Trail:
    """The checklists that the inspections were scored by."""
    names = cells.frames.inspections["checklist"].tolist()
    return done.trail([name and f"checklists/{name}" for name in names])


def _flag(concluded: Concluded, column: str) -> Flags:
    flags: Flags = concluded.frame[column].to_numpy(dtype=bool)
    return flags
