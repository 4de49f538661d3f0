"""Timing, the same for each side: one JSON line an operation, in microseconds."""

import csv
import json
import random
import statistics
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter
from typing import TypeVar

Row = dict[str, str]
T = TypeVar("T")

NEW = 2_000
UPDATES = 2_000
READS = 5_000
PAGES = 200


def arguments() -> tuple[Path, Path, list[Row], bool]:
    """The file to import, the store to make, rows of people who are not in it, and how much is done."""
    people, store = Path(sys.argv[1]), Path(sys.argv[2])
    with (people / "new.csv").open(newline="", encoding="utf-8") as file:
        new = list(csv.DictReader(file))[:NEW]
    return people / "import.csv", store, new, "--same-work" in sys.argv


def versions(**names: str) -> None:
    """Says what ran."""
    print(json.dumps({"versions": names}), flush=True)


def report(operation: str, samples: list[float]) -> None:
    """Says the median and the time that one call in twenty exceeds."""
    samples.sort()
    line = {
        "operation": operation,
        "median": statistics.median(samples) * 1e6,
        "p95": samples[int(len(samples) * 0.95)] * 1e6,
        "count": len(samples),
    }
    print(json.dumps(line), flush=True)


def each(operation: str, work: Callable[[T], object], items: Iterable[T]) -> None:
    """Times every call."""
    samples = []
    for item in items:
        start = perf_counter()
        work(item)
        samples.append(perf_counter() - start)
    report(operation, samples)


def once(operation: str, rows: int, work: Callable[[], int], expected: int) -> None:
    """Times one call over many rows and reports the time a row."""
    start = perf_counter()
    created = work()
    elapsed = perf_counter() - start
    if created != expected:
        sys.exit(f"{operation}: {created} contacts instead of {expected}")
    report(operation, [elapsed / rows])


def scattered(items: list[T], count: int) -> list[T]:
    """The same choice in every run."""
    return random.Random(1).choices(items, k=count)


def new_in(rows: int) -> int:
    """Every hundredth row repeats an earlier one."""
    return rows - rows // 100
