"""Why a bulletin may not be issued yet: open places, unknown figures, a number, an appeal, a publicity."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.bulletin import OPEN, Content, Data, cited, texts
from generator.model.commendation import ACCEPTED, DECLINED, Standing
from generator.model.period import Period
from generator.model.publicity import still_open
from generator.model.register import organ_codes, parsed
from generator.model.results import Results
from generator.model.rounds import visits_in
from generator.model.snapshot import Snapshot
from generator.model.standing import unit_name
from generator.model.text import Text

from .bulletin import unknown
from .eligibility import eligibility


def of_text(data: Data, found: Content) -> Iterator[Text]:
    """What of the words is not ready; each with its place."""
    if data.get("status") != "draft":
        yield Text("这份通报已经印发", "It was issued already")
    for path, text in texts(data):
        if OPEN in text:
            yield Text(f"{_place(path)}还没有写：{text[:40]}", f"{_place(path)} is still to be written")
    for row in data.get("corrections", ()):
        if OPEN in row["reason"]:
            yield Text(
                f"更正「{row['place']}」还没有写原因", f"The correction of {row['place']} lacks its reason"
            )
    if OPEN in data.get("withdraws", {}).get("reason", ""):
        yield Text("还没有写撤回的原因", "The reason of the withdrawal is still to be written")
    for path, name in unknown(data, found):
        listed = "、".join(sorted(found.figures)[:12]) or "无"
        yield Text(
            f"{_place(path)}引用的「{name}」，结果里没有；可用的有：{listed}",
            f"{_place(path)} cites {name}, which the results do not give",
        )


def of_words(data: Data, kind: Data, found: Content) -> Iterator[Text]:
    """Sentences that the results write otherwise by now, such as 没有不合格 where there is one.

    A sentence is known by the figures that it cites; an editor may change every word around them.
    """
    if "withdraws" in data:
        return
    paragraphs = [frozenset(cited(text)) for _, text in texts(data)]
    for name in (part["sentence"] for s in kind["sections"] for part in s["parts"] if "sentence" in part):
        fresh = found.sentences.get(name, "")
        wanted = frozenset(cited(fresh))
        if wanted and wanted not in paragraphs:
            yield Text(
                f"正文与现在的结果不合，起草以后结果有变化；现在应为：{fresh}"
                "（人工核对过、确实不用改的，加 --words-read）",
                f"The words do not fit the present results, which write: {fresh} (or pass --words-read)",
            )


def _place(path: tuple[str | int, ...]) -> str:
    numbers = [key + 1 for key in path if isinstance(key, int)]
    if path[0] == "attachments":
        return f"附件{numbers[0]}"
    return f"第{numbers[0]}部分" + (f"第{numbers[1]}条" if len(numbers) > 1 else "小标题")


def of_number(snapshot: Snapshot, kind: Data, number: str) -> Iterator[Text]:
    """Does *number* stand in the series of the kind, and follow what the register has?

    A gap counts only where the register claims to be whole. Whether the number is taken, is ours and fits the
    day, rules say of its entry.
    """
    wanted = parsed(number)
    code = organ_codes(snapshot).get(wanted.code) if wanted else None
    if wanted is None or code is None:
        return
    if code.series != kind["series"]:
        yield Text(
            f"这种通报用「{kind['series']}」系列的字号，「{wanted.code}」是「{code.series}」系列的",
            f"This kind stands in the series {kind['series']}, and {wanted.code} is of {code.series}",
        )
    if code.complete_since is None or wanted.year < code.complete_since:
        return
    numbers = (parsed(r.document.data.get("number", "")) for r in snapshot.of("documents"))
    taken = [n.serial for n in numbers if n and (n.code, n.year) == (wanted.code, wanted.year)]
    following = max(taken, default=0) + 1
    if wanted.serial > following:
        yield Text(
            f"跳号了：{wanted.code}〔{wanted.year}〕下一个号是 {following}号",
            f"The series would have a gap: {following} is the next of {wanted.code} in {wanted.year}",
        )


def of_records(
    snapshot: Snapshot, data: Data, results: Results, signed_on: str, *, is_appeal_noted: bool
) -> Iterator[Text]:
    """What of the other records stands in the way; nothing of a withdrawal, which announces no result."""
    kind = snapshot.get("bulletin-kinds", data["bulletin_kind"])
    if kind is None or "withdraws" in data:
        return
    if kind.document.data["source"] == "round":
        yield from _unfinished(snapshot, data["period"], kind.document.data["topic"])
    if kind.document.data["source"] == "evaluation" and not is_appeal_noted:
        yield from _appeals(snapshot, data, results)
    if kind.document.data["source"] == "commendation":
        yield from _unfit(snapshot, data, results)
    if kind.document.data.get("publicity"):
        yield from still_open(snapshot, data, signed_on)


def _unfinished(snapshot: Snapshot, period: str, topic: str) -> Iterator[Text]:
    left = visits_in(snapshot, Period.parse(period), topic, "planned")
    if left:
        yield Text(
            f"这一轮还有 {len(left)} 次督查没有完成（如 {left[0].id}）；不再查的先登记取消",
            f"{len(left)} visits of the round are still planned, such as {left[0].id}",
        )


def _unfit(snapshot: Snapshot, data: Data, results: Results) -> Iterator[Text]:
    """Nominations of the year that nobody decided, and accepted ones that may not be praised.

    What is unknown may be answered by the reason of the decision; what fails may not.
    """
    year = int(data["period"][:4])
    told = [r for r in snapshot.active("nominations") if r.document.data["year"] == year]
    left = [r for r in told if r.document.data["status"] not in (ACCEPTED, DECLINED)]
    if left:
        yield Text(
            f"还有 {len(left)} 件推荐没有研究决定（如 {left[0].id}）",
            f"{len(left)} nominations are not decided, such as {left[0].id}",
        )
    chosen = [r for r in told if r.document.data["status"] == ACCEPTED]
    for one in eligibility(snapshot, results.evaluations, chosen):
        is_explained = "reason" in one.record.document.data["decision"]
        for found in (*one.of(Standing.FAILS), *(() if is_explained else one.of(Standing.UNKNOWN))):
            yield Text(
                f"推荐 {one.record.id} {found.standing.value.zh}“{found.title.zh}”：{found.reason.zh}"
                "；generator nominations 列出全部条件",
                f"Nomination {one.record.id}, {found.title.to('en')}: {found.reason.to('en')}",
            )


def _appeals(snapshot: Snapshot, data: Data, results: Results) -> Iterator[Text]:
    for year in results.evaluations:
        if str(year.year) == data["period"]:
            for one in year.evaluations:
                if one.is_appealed:
                    name = unit_name(snapshot, one.unit)
                    yield Text(
                        f"「{name}」的复核申请还没有办结；正文已写明的，加 --appeal-noted",
                        f"The appeal of {name} is open; pass --appeal-noted where the text says so",
                    )
