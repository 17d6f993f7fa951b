"""Taking time, and the row of the table that comes of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table; `is_met` is None where there is no budget."""

    what: str
    budget: str
    measured: str
    beside: str = ""
    ratio: str = ""
    is_met: bool | None = None


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock on the wall, and seconds of this process on a processor."""

    wall: float
    cpu: float


def spent(task: Callable[[], object], repeat: int = 1) -> Spent:
    """Return the least time of several runs: what else the machine does can only add to it."""
    runs = [_once(task) for _ in range(repeat)]
    return Spent(min(run.wall for run in runs), min(run.cpu for run in runs))


def _once(task: Callable[[], object]) -> Spent:
    wall, cpu = time.perf_counter(), time.process_time()
    task()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def sec(seconds: float) -> str:
    return f"{seconds:.1f} s"


def times(factor: float) -> str:
    return f"{factor:.0f}×" if factor >= 10 else f"{factor:.1f}×"
