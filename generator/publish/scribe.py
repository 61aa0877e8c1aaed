"""Writes and scans pages in a second process while the first one renders the next ones.

Where a system cannot fork, or has one processor, the same is done in turn, with the same outcome.
"""

from __future__ import annotations

import marshal
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterable
from multiprocessing.connection import Connection

from generator.model.artifact import Artifact

from .links import Links
from .staging import Staging

_BATCH = 16  # pages sent at a time: fewer messages, and the first pages are not waited for


def write_all(artifacts: Iterable[Artifact], staging: Staging, links: Links) -> tuple[Staging, Links]:
    """Write every artifact below *staging* and note its links; gives both as they are afterwards.

    Raises what writing raises, wherever it was done. The *artifacts* are made in this process.
    """
    if not _can_fork():
        for artifact in artifacts:
            _take(artifact, staging, links)
        return staging, links
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe()
    worker = fork.Process(target=_work, args=(here, there, staging, links), daemon=True)
    worker.start()
    there.close()
    try:
        _send(artifacts, here)
        outcome = here.recv()
    except (EOFError, OSError) as error:
        raise RuntimeError("the writing process ended without a word") from error
    finally:
        here.close()
        worker.terminate()
        worker.join()
    if isinstance(outcome, BaseException):
        raise outcome
    written: tuple[Staging, Links] = outcome
    return written


def _can_fork() -> bool:
    can = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return can and (os.cpu_count() or 1) > 1


def _take(artifact: Artifact, staging: Staging, links: Links) -> None:
    staging.write(artifact)
    links.scan(artifact.path, artifact.content)


def _send(artifacts: Iterable[Artifact], to: Connection) -> None:
    batch: list[tuple[str, bytes]] = []
    for artifact in artifacts:
        batch.append((artifact.path, artifact.content))
        if len(batch) == _BATCH:
            if to.poll():  # it has something to say before the end: a fault
                return
            to.send_bytes(marshal.dumps(batch))
            batch = []
    to.send_bytes(marshal.dumps(batch))
    to.send_bytes(marshal.dumps([]))


def _work(parent: Connection, mine: Connection, staging: Staging, links: Links) -> None:
    """The second process: takes batches until an empty one, then tells what came of it."""
    parent.close()  # or the end of the first process would never be noticed
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        while batch := marshal.loads(mine.recv_bytes()):  # noqa: S302 - from our own process
            for path, content in batch:
                _take(Artifact(path, content), staging, links)
        mine.send((staging, links))
    except EOFError:
        return
    except Exception as error:  # noqa: BLE001 - raised again in the first process
        mine.send(error)
        while mine.poll(None) and _is_left(mine):
            pass


def _is_left(mine: Connection) -> bool:
    """Read past what the first process still sends, so that it need not wait."""
    try:
        mine.recv_bytes()
    except (EOFError, OSError):
        return False
    return True
