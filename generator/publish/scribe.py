"""Makes and writes the files of a site in several processes: each takes the next share until none is left.

A process keeps to itself what it learns about the files that it writes (digests, links, records shown); all
of it is put together at the end, so the outcome does not depend on who did what. Where a system cannot fork,
or has one processor, the same is done in turn.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import repeat
from multiprocessing.connection import Connection, wait

from generator.model.artifact import Artifact, Share, Work

from .conservation import Ledger
from .links import Links
from .staging import Staging

_TICK = 16  # files between two words about the progress
_NUMBER = 4  # bytes of a share's number
_QUEUED = 1024  # numbers that any pipe holds: they are put in before anyone takes one
_MOST = 8
_STOPS = (signal.SIGINT, signal.SIGTERM)


class Scribe:
    """Writes files, and notes what the checks of the whole site need to know about each."""

    def __init__(self, staging: Staging, links: Links, ledger: Ledger) -> None:
        self.staging = staging
        self.links = links
        self.ledger = ledger

    def take(self, artifact: Artifact) -> None:
        """Write one file."""
        self.ledger.add(artifact)
        self.staging.write(artifact)
        self.links.scan(artifact)

    def apart(self) -> Scribe:
        """One that writes to the same place and has noted nothing yet."""
        return Scribe(self.staging.apart(), self.links.apart(), self.ledger.apart())

    def join(self, other: Scribe) -> None:
        """Take over what *other* noted; PublishError where both wrote to one place."""
        self.staging.join(other.staging)
        self.links.join(other.links)
        self.ledger.join(other.ledger)


def write_all(work: Work, scribe: Scribe, processes: int | None = None) -> Iterator[None]:
    """Write every file of *work*, one step of the iteration for each.

    processes: how many work side by side; by default one for each processor. Raises what making or writing
    a file raises, in whatever process.
    """
    able = (processes or _processors()) if can_fork() else 1
    yield from _write(work.shares, scribe, able)
    yield from _write(work.rest(scribe.staging.stamps.keys(), scribe.ledger.shown), scribe, able)


def _processors() -> int:
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(allowed, _MOST)


def can_fork() -> bool:
    """Can a process be divided here, with all that it knows?"""
    return "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"


def _write(shares: Sequence[Share], scribe: Scribe, processes: int) -> Iterator[None]:
    if min(processes, len(shares)) > 1:
        for start in range(0, len(shares), _QUEUED):
            yield from _together(shares[start : start + _QUEUED], scribe, min(processes, len(shares)))
        return
    for share in shares:
        for artifact in share():
            scribe.take(artifact)
            yield


def _together(shares: Sequence[Share], scribe: Scribe, processes: int) -> Iterator[None]:
    fork = multiprocessing.get_context("fork")
    queue, feed = os.pipe()
    os.write(feed, b"".join(number.to_bytes(_NUMBER, "big") for number in range(len(shares))))
    os.close(feed)
    heard: list[Connection] = []
    workers = []
    try:
        for _ in range(processes):
            here, there = fork.Pipe(duplex=False)
            heard.append(here)
            worker = fork.Process(
                target=_work, args=(queue, there, tuple(heard), shares, scribe.apart()), daemon=True
            )
            with _held_back():
                worker.start()
            workers.append(worker)
            there.close()
        yield from _listen(heard, scribe)
    finally:
        os.close(queue)
        for here in heard:
            here.close()
        for worker in workers:
            worker.terminate()
            worker.join()


@contextmanager
def _held_back() -> Iterator[None]:
    """Let whoever wants to stop us wait: an exception is lost in what Python itself does around a fork."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _listen(heard: Sequence[Connection], scribe: Scribe) -> Iterator[None]:
    """Pass on how many files were written, and put together what the others noted."""
    waiting = set(heard)
    while waiting:
        for one in waiting.intersection(wait(waiting)):
            try:
                said = one.recv()
            except EOFError as error:
                raise RuntimeError("a writing process ended without a word") from error
            if isinstance(said, int):
                yield from repeat(None, said)
            elif isinstance(said, BaseException):
                raise said
            else:
                scribe.join(said)
                waiting.remove(one)


def _work(
    queue: int, mine: Connection, inherited: Sequence[Connection], shares: Sequence[Share], scribe: Scribe
) -> None:
    """Another process: takes shares until none is left, then tells what it noted."""
    for connection in inherited:
        connection.close()  # or the end of the first process would never be noticed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    written = 0
    try:
        while number := os.read(queue, _NUMBER):
            for artifact in shares[int.from_bytes(number, "big")]():
                scribe.take(artifact)
                written += 1
                if written % _TICK == 0:
                    mine.send(_TICK)
        mine.send(written % _TICK)
        mine.send(scribe)
    except BrokenPipeError:  # the first process is gone
        return
    except Exception as error:  # noqa: BLE001 - raised again in the first process
        with suppress(BrokenPipeError):  # another was first with the same, and nobody listens any more
            mine.send(_portable(error))


def _portable(error: Exception) -> Exception:
    """The error with the place where it happened, as it can be sent."""
    error.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own object
    except Exception:  # noqa: BLE001 - whatever it is that cannot be sent
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
