"""Who changed which record when, and what its scores were in turn, as two tables to take along."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.history import CUT_OFF, HAPPENED, Change, History, signature
from generator.model.snapshot import Snapshot
from generator.model.table import Column, Table, Value
from generator.model.text import Text

_WHEN = (
    Column("at", Text("提交时间", "When")),
    Column("commit", Text("提交", "Commit")),
    Column("author", Text("提交人", "Author")),
)


def history_tables(snapshot: Snapshot, history: History) -> tuple[Table, ...]:
    """The two tables; none outside of Git, without rows and saying so in a shallow clone."""
    if not history.commit:
        return ()
    changes = (
        Column("record", Text("记录", "Record")),
        Column("change", Text("做了什么", "What happened")),
        Column("change_label", Text("做了什么（文字）", "What happened (words)")),
        *_WHEN,
        Column("path", Text("文件", "File")),
        Column("content", Text("内容的 Git 编号", "Git's id of the content")),
    )
    scores = (
        Column("record", Text("记录", "Record")),
        Column("field", Text("字段", "Field")),
        Column("field_title", Text("字段（名称）", "Field (title)")),
        Column("item", Text("项目", "Item")),
        Column("value", Text("数值", "Value")),
        *_WHEN,
    )
    return (
        Table(
            "history", Text("改动记录", "History"), _told(_ALL, history), changes,
            tuple(_change_rows(snapshot, history)),
        ),
        Table(
            "history-scores", Text("分值的变动", "Scores over time"), _told(_SCORES, history), scores,
            tuple(_score_rows(snapshot, history)),
        ),
    )  # fmt: skip


_ALL = Text(
    "每条记录由谁在哪一天的哪次提交里新增、修改、移动或删除；记录按编号跟踪，换了文件夹仍是同一条",
    "Who added, changed, moved or removed each record, when and in which commit; records are followed by id",
)
_SCORES = Text(
    "每个改动过的分值先后是多少；没有改动过的只在记录里",
    "What each score that changed was in turn; one that never changed stands in its record alone",
)


def _told(description: Text, history: History) -> Text:
    if history.is_whole:
        return description
    zh, en = "生成时只取了一部分版本历史", "the site was built from a part of it"
    return Text(f"{CUT_OFF.zh}：{zh}。{description.zh}", f"{CUT_OFF.en}: {en}. {description.to('en')}")


def _when(snapshot: Snapshot, change: Change) -> tuple[Value, ...]:
    return change.at, change.commit, signature(change.author, snapshot).to(snapshot.language)


def _change_rows(snapshot: Snapshot, history: History) -> Iterator[tuple[Value, ...]]:
    for key in history.changes:
        for change in history.of(key):
            label = HAPPENED[change.what].to(snapshot.language)
            when = _when(snapshot, change)
            yield (key, change.what, label, *when, change.path, change.blob or None)


def _score_rows(snapshot: Snapshot, history: History) -> Iterator[tuple[Value, ...]]:
    for key in history.scores:
        for score in history.scores_of(key):
            title = snapshot.schemas[key.partition("/")[0]].field(score.place.path).title
            yield (
                key, score.place.path, title.to(snapshot.language), score.place.item or None,
                score.value or None, *_when(snapshot, score.change),
            )  # fmt: skip
