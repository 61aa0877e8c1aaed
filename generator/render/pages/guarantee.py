"""The guarantee: who studied outstanding problems twice a year, what was decided and whether it happened.

Interviews are shown as counts; whom they were with and why is internal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.agenda import ProblemLine, by_urgency, is_late, problem_line, problems_sentence
from generator.render.board import HALVES, BoardRow, board_of, board_sentence, board_years
from generator.render.figures import KeyFigure
from generator.render.interviews import InterviewYear, interview_years, interviews_sentence
from generator.render.page import Page, page
from generator.render.site import Site


@dataclass(frozen=True, slots=True)
class GuaranteeContext:
    """The board (newest year first), problems without an outcome (late ones first), interviews by year.

    solved: how many have an outcome; the list of problems shows them.
    """

    sentence: str
    figures: tuple[KeyFigure, ...]
    years: tuple[int, ...]
    halves: tuple[str, ...]
    board_sentence: str
    board: tuple[BoardRow, ...]
    problems_sentence: str
    problems: tuple[ProblemLine, ...]
    solved: int
    interviews_sentence: str
    interviews: tuple[InterviewYear, ...]


@page
def guarantee(site: Site) -> Iterator[Page]:
    """The page of the guarantee."""
    sessions = [r for r in site.snapshot.active("meetings") if r["kind"] == "problem_session"]
    problems = list(site.snapshot.active("problems"))
    interviews = list(site.snapshot.active("interviews"))
    years = board_years(site, sessions)
    board = tuple(board_of(site, sessions, years))
    sentence = site.say(index_sentence(site, sessions, problems))
    context = GuaranteeContext(
        sentence=sentence,
        figures=tuple(_figures(site, board, problems, interviews)),
        years=years,
        halves=tuple(site.say(label) for label, _, _ in HALVES),
        board_sentence=site.say(board_sentence(site, board)),
        board=board,
        problems_sentence=site.say(problems_sentence(site, problems)),
        problems=tuple(problem_line(site, r) for r in by_urgency(site, problems) if "outcome" not in r),
        solved=sum("outcome" in r for r in problems),
        interviews_sentence=site.say(interviews_sentence(interviews)),
        interviews=tuple(interview_years(site, interviews)),
    )
    evidence = tuple(r.key for r in (*sessions, *problems, *interviews))
    yield Page("guarantee/", context, evidence=evidence, description=sentence)


def _figures(
    site: Site, board: tuple[BoardRow, ...], problems: list[Record], interviews: list[Record]
) -> Iterator[KeyFigure]:
    if not (board or problems or interviews):
        return
    year, today = site.as_of.year, site.as_of.isoformat()
    cells = [cell for row in board for cell in row.years if cell.year == year]
    held = sum(cell.held for cell in cells)
    done = sum("outcome" in p for p in problems)
    late = sum(is_late(p.document.data, today) for p in problems)
    talks = sum(r["date"].startswith(str(year)) for r in interviews)
    for value, unit, label, path, note, tone in (
        (held, Text("次", ""), Text(f"{year} 年专题研究", f"Sessions in {year}"), "#board",
         Text(f"{len(cells)} 个单位", f"of {len(cells)} units"), ""),
        (done, Text("项", ""), Text("决定已有结果", "Decisions with an outcome"), "#decisions",
         Text(f"共研究 {len(problems)} 项问题", f"of {len(problems)} problems"), ""),
        (late, Text("项", ""), Text("逾期没有结果", "Late"), "#decisions", Text(""), "alarm" if late else ""),
        (talks, Text("次", ""), Text(f"{year} 年约谈", f"Interviews in {year}"), "#interviews", Text(""), ""),
    ):  # fmt: skip
        where = f"guarantee/{path}"
        yield KeyFigure(str(value), site.say(unit), site.say(label), where, "", site.say(note), tone)


def index_sentence(site: Site, sessions: list[Record], problems: list[Record]) -> Text:
    """How many sessions this year, how many problems they studied, how many decisions are late."""
    if not sessions and not problems:
        return Text("还没有专题研究和突出问题的记录。", "No session and no problem is on record yet.")
    year, today = site.as_of.year, site.as_of.isoformat()
    held = [r for r in sessions if r["year"] == year and r["status"] == "held"]
    mine = [p for p in problems if p["year"] == year]
    done = sum("outcome" in p for p in mine)
    late = sum(is_late(p.document.data, today) for p in problems)
    units = len({r["unit"] for r in held})
    zh = f"{year} 年 {units} 个单位专题研究 {len(held)} 次，研究突出问题 {len(mine)} 项，{done} 项已有结果"
    en = (
        f"In {year} {wording.some(units, 'unit')} held {wording.some(len(held), 'session')} on "
        f"{wording.some(len(mine), 'problem')}, {done} of which have an outcome"
    )
    return (
        Text(f"{zh}；逾期 {late} 项。", f"{en}; {late} late.")
        if late
        else Text(f"{zh}，没有逾期。", f"{en}, none late.")
    )
