"""How long a report still takes, from what its kinds of sections took before; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import fmean, median

STEP = 10  # seconds; a guess is not said more finely


@dataclass(frozen=True)
class Pace:
    """What is known: median seconds by kind of section, the mean of all, and of the join."""

    sections: Mapping[str, float] = field(default_factory=dict)
    usual: float | None = None  # for a kind not met yet; few are slow, so no median
    join: float | None = None


@dataclass(frozen=True)
class Job:
    """What is still to do: keys of the sections that wait, and of those being rendered."""

    waiting: list[str]
    running: list[str]
    kept: float = 0  # share of this job's finished sections that came from the cache
    joining: float | None = None  # seconds since the join began


def kind_of(key: str) -> str:
    """The kind of a section's key: all clusters are one, all parts of an annex are one."""
    name = key.partition(":")[0]
    return "klaster" if name.startswith("klaster-") else name


def pace_of(took: Iterable[tuple[str, float]], joins: Iterable[float]) -> Pace:
    """The pace from (key, seconds) of sections rendered before and the seconds of joins."""
    by_kind: dict[str, list[float]] = {}
    for key, seconds in took:
        by_kind.setdefault(kind_of(key), []).append(seconds)
    known = [seconds for seconds in joins if seconds > 0]
    every = [one for seconds in by_kind.values() for one in seconds]
    return Pace(
        {kind: median(seconds) for kind, seconds in by_kind.items()},
        fmean(every) if every else None,
        median(known) if known else None,
    )


def seconds_left(job: Job, pace: Pace, workers: int = 1) -> float | None:
    """Seconds until the report is done; None where too little is known to say so honestly."""
    if pace.usual is None:
        return None
    waiting = sum(pace.sections.get(kind_of(key), pace.usual) for key in job.waiting)
    # How far one is that a worker has at hand is not known: half is the best guess.
    begun = sum(pace.sections.get(kind_of(key), pace.usual) for key in job.running) / 2
    work = waiting * (1 - job.kept) + begun
    join = max((pace.join or 0) - (job.joining or 0), 0)
    return work / max(workers, len(job.running), 1) + join


def words(seconds: float | None) -> str:
    """The guess for the page; empty where there is none."""
    if seconds is None:
        return ""
    if seconds < STEP:
        return "kurang dari 10 detik lagi"
    if seconds < 60 - STEP / 2:
        return f"kira-kira {round(seconds / STEP) * STEP} detik lagi"
    return f"kira-kira {max(round(seconds / 60), 1)} menit lagi"
