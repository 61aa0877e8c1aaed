"""The life of a hazard as a machine: every sequence of up to six events, against a model of its own.

What happens next depends on the state, on whether an extension is asked for and on whether it is listed; so
sequences that agree in these are followed once. That nothing else matters is tried on random sequences.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.document import Document
from generator.model.hazard import MOVES, Event, Life, State, allowed, events_of, life
from generator.model.record import Record

OURS = ("started", "done", "extension")
THEIRS = (
    "accepted", "refused", "extension_granted", "extension_refused",
    "confirmed", "relapsed", "listed", "delisted",
)  # fmt: skip
KINDS = (*OURS, *THEIRS)
BEGUN = date(2025, 1, 1)
AS_OF = date(2025, 12, 31)


class Model(NamedTuple):
    """What decides which event may come next, written down a second time and in other words."""

    state: str = "registered"
    asked: bool = False
    listed: bool = False

    def after(self, kind: str) -> Model | None:
        """The model after an event of that kind; None where it may not happen."""
        open_to_work = self.state in ("registered", "rectifying")
        match kind:
            case "started" if self.state == "registered":
                return self._replace(state="rectifying")
            case "done" if open_to_work:
                return self._replace(state="awaiting")
            case "extension" if open_to_work:
                return self._replace(asked=True)
            case "extension_granted" | "extension_refused" if open_to_work and self.asked:
                return self._replace(asked=False)
            case "accepted" if self.state == "awaiting":
                return Model("closed")
            case "refused" if self.state == "awaiting":
                return self._replace(state="rectifying")
            case "confirmed" if self.state == "closed":
                return self
            case "relapsed" if self.state == "closed":
                return Model("rectifying")
            case "listed" if self.state != "closed" and not self.listed:
                return self._replace(listed=True)
            case "delisted" if self.state != "closed" and self.listed:
                return self._replace(listed=False)
        return None


NAMES = {
    "registered": State.REGISTERED,
    "rectifying": State.RECTIFYING,
    "awaiting": State.AWAITING,
    "closed": State.CLOSED,
}


def record(number: int, kind: str) -> Record:
    day = (BEGUN + timedelta(days=number + 1)).isoformat()
    data = {"hazard": "h", "kind": kind, "on": day}
    if kind in ("extension", "extension_granted", "relapsed"):
        data["until"] = (BEGUN + timedelta(days=40 + number)).isoformat()
    side = "rectifications" if kind in OURS else "follow-ups"
    return Record(side, f"e-{number}", Document(f"records/{side}/e-{number}.yml", data))


RECORDS = {(n, kind): record(n, kind) for n in range(12) for kind in KINDS}


def events(kinds: tuple[str, ...]) -> tuple[Event, ...]:
    found = []
    for n, kind in enumerate(kinds):
        data = RECORDS[n, kind].document.data
        found.append(Event(RECORDS[n, kind], kind, data["on"], data.get("until", "")))
    return tuple(found)


def lived(kinds: tuple[str, ...]) -> Life:
    return life(BEGUN.isoformat(), "2025-01-31", events(kinds), AS_OF)


def folded(kinds: tuple[str, ...]) -> tuple[Model, int]:
    """The model after these events and how many of them counted."""
    model, counted = Model(), 0
    for kind in kinds:
        after = model.after(kind)
        if after:
            model, counted = after, counted + 1
    return model, counted


def agree(kinds: tuple[str, ...]) -> Model:
    """Life and model say the same of these events, and nothing is lost; gives the model."""
    found, (model, counted) = lived(kinds), folded(kinds)
    assert found.state is NAMES[model.state], kinds
    assert (found.awaits_extension, found.is_listed) == (model.asked, model.listed), kinds
    assert (len(found.steps), len(found.steps) + len(found.faults)) == (counted, len(kinds)), kinds
    assert found.is_open is (found.state is not State.CLOSED) is (not found.closed_on), kinds
    return model


def test_every_sequence_of_up_to_six_events() -> None:
    """No sequence loses a hazard, closes it by its own side, or yields two states."""
    ahead: dict[Model, tuple[str, ...]] = {Model(): ()}
    for _ in range(6):
        found: dict[Model, tuple[str, ...]] = {}
        for before, kind in product(ahead.values(), KINDS):
            kinds = (*before, kind)
            model = agree(kinds)
            if model.state == "closed" and folded(before)[0].state != "closed":
                assert kind == "accepted"
                assert kind not in OURS
            found.setdefault(model, kinds)
        ahead = {**ahead, **found}
    # asked × listed in three open states, and closed, where neither holds
    assert len(ahead) == 3 * 4 + 1


@settings(max_examples=300)
@given(st.lists(st.sampled_from(KINDS), max_size=12))
def test_any_sequence(kinds: list[str]) -> None:
    """That sequences with the same state, request and listing go on alike is no assumption."""
    agree(tuple(kinds))


@settings(max_examples=100)
@given(st.lists(st.sampled_from(KINDS), min_size=2, max_size=12), st.randoms())
def test_the_order_of_files_changes_nothing(kinds: list[str], chance: object) -> None:
    """Files come in any order, by name or by folder; a life is the same."""
    records = [RECORDS[n, kind] for n, kind in enumerate(kinds)]
    chance.shuffle(records)  # type: ignore[attr-defined]
    ours = [r for r in records if r.kind == "rectifications"]
    theirs = [r for r in records if r.kind == "follow-ups"]
    found = life(BEGUN.isoformat(), "2025-01-31", events_of(ours, theirs)["h"], AS_OF)
    assert found == lived(tuple(kinds))


def test_events_of_one_day_and_side_follow_their_numbers() -> None:
    """The tenth event of a day is not the second one."""

    def one(number: int, kind: str) -> Record:
        data = {"hazard": "h", "kind": kind, "on": "2025-01-02"}
        return Record("rectifications", f"rc-{number}", Document("records/x.yml", data))

    found = events_of([one(10, "done"), one(9, "started")], ())
    assert [e.kind for e in found["h"]] == ["started", "done"]


def test_what_is_allowed_is_what_the_table_says() -> None:
    """Messages and pages name what may follow; they take it from here."""
    assert allowed(State.AWAITING) == ("accepted", "refused", "listed", "delisted")
    assert {(s, k) for s in State for k in allowed(s)} == set(MOVES)


def test_closing_ends_a_listing_and_a_request() -> None:
    """Back after its closing, a hazard is neither listed nor extended by what was said before."""
    found = lived(("listed", "extension", "extension_granted", "extension", "done", "accepted", "relapsed"))
    assert (found.is_listed, found.awaits_extension, found.is_extended) == (False, False, False)
