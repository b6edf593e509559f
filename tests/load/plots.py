"""Draws the figures that `run.py` and `cost.py` wrote: one picture a scenario, as SVG and PNG.

    .venv-load/bin/python tests/load/plots.py FOLDER

Colours are those of Okabe and Ito, which people who confuse red and green can tell apart.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
from ledger import percentile
from matplotlib.axes import Axes
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#777777"
Figures = dict[str, Any]
BUDGET_MS = 1000
COLOURS = {"typed": BLUE, "press": GREEN}

plt.rcParams.update(
    {"svg.hashsalt": "earlyhelp", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False}
)


def said_of(figures: Figures) -> str:
    """What was counted, in a line."""
    all_of = figures["all"]
    counted = ", ".join(f"{all_of[name]} {name}" for name in ("acknowledged", "answered", "lost", "doubled", "shed"))
    waits, seen = all_of["acknowledged_ms"], all_of["answer_seen_ms"]
    times = f"p50 {waits['p50']:.0f}, p95 {waits['p95']:.0f}, p99 {waits['p99']:.0f} ms"
    return f"{counted}\nacknowledged after {times}; answer seen after p99 {seen['p99']:.0f} ms"


def waits(figures: Figures, title: str) -> Figure:
    """Every event: when it was sent, and how long until it was acknowledged."""
    figure, axes = plt.subplots(figsize=(9, 4.5))
    for kind, colour in COLOURS.items():
        points = [(p[0], p[1]) for p in figures["points"] if p[2] == kind and p[1] is not None and not p[4]]
        axes.scatter(
            *_columns(points), s=5, color=colour, label=f"{kind}, read" if kind == "typed" else kind, alpha=0.6
        )
    shed = [(p[0], p[1]) for p in figures["points"] if p[4] and p[1] is not None]
    if shed:
        axes.scatter(*_columns(shed), s=9, color=ORANGE, marker="x", label="typed, shed: the numbers at once")
    axes.axhline(BUDGET_MS, color=RED, linewidth=1, linestyle="--", label="one second")
    _marks(axes, figures)
    axes.set(yscale="log", xlabel="seconds since the run began", ylabel="milliseconds to acknowledge", title=title)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    axes.text(0, -0.2, said_of(figures), transform=axes.transAxes, va="top", color=GREY)
    return figure


def _columns(points: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [each[0] for each in points], [each[1] for each in points]


def _marks(axes: Axes, figures: Figures) -> None:
    for at, what in figures["marks"]:
        axes.axvline(at, color=GREY, linewidth=0.8)
        axes.annotate(
            what, (at, 1.0), xycoords=("data", "axes fraction"), rotation=90, va="top", ha="right", color=GREY
        )


def burst(figures: Figures) -> Figure:
    """How many saw their answer, and how many deliveries were acknowledged, by the seconds after the burst."""
    figure, axes = plt.subplots(figsize=(8, 4.5))
    points = figures["points"]
    shed, read = ([p[5] / 1000 for p in points if p[5] is not None and bool(p[4]) is which] for which in (True, False))
    acknowledged = [p[1] / 1000 for p in points if p[1] is not None]
    lines = ((shed, ORANGE, "saw the numbers at once"), (read, BLUE, "saw their message answered"))
    for seconds, colour, label in (*lines, (acknowledged, GREY, "acknowledged to the platform")):
        axes.step([0, *sorted(seconds)], range(len(seconds) + 1), where="post", color=colour, label=label)
    axes.set(
        xlabel="seconds after the burst", ylabel="messages", title=TITLES["burst"], xscale="symlog", xlim=(0, None)
    )
    axes.set_xticks([0, 1, 3, 10, 30, 60], ["0", "1", "3", "10", "30", "60"])
    axes.legend(frameon=False)
    axes.text(0, -0.2, said_of(figures), transform=axes.transAxes, va="top", color=GREY)
    return figure


def ramp(figures: Figures) -> Figure:
    """By the number of people: what was asked, read and shed each second, and the waits."""
    steps = [(float(at), int(what)) for at, what in figures["marks"] if what.isdigit()]
    ends = [*(at for at, _ in steps), figures["marks"][-1][0]]
    people = [number for _, number in steps]
    figure, (rates, late) = plt.subplots(1, 2, figsize=(11, 4.2))
    in_step = [[p for p in figures["points"] if begin <= p[0] < end] for begin, end in pairwise(ends)]
    lasted = [end - begin for begin, end in pairwise(ends)]

    def rate(chosen: Callable[[Any], bool]) -> list[float]:
        return [sum(map(chosen, points)) / seconds for points, seconds in zip(in_step, lasted, strict=True)]

    rates.plot(people, rate(lambda p: p[2] == "typed"), color=GREY, marker="o", label="messages typed")
    rates.plot(people, rate(lambda p: p[2] == "typed" and not p[4]), color=BLUE, marker="o", label="read")
    rates.plot(people, rate(lambda p: p[4]), color=ORANGE, marker="x", label="shed")
    rates.plot(people, rate(lambda p: p[2] == "press"), color=GREEN, marker="o", label="presses")
    rates.set(xlabel="people", ylabel="a second", title="Ever more people", ylim=(0, None))
    rates.legend(frameon=False)
    for share, colour in ((0.5, GREEN), (0.95, ORANGE), (0.99, RED)):
        found = [percentile(sorted(p[1] for p in points if p[1] is not None), share) for points in in_step]
        late.plot(people, found, color=colour, marker="o", label=f"p{100 * share:.0f}")
    late.axhline(BUDGET_MS, color=GREY, linewidth=1, linestyle="--")
    late.set(xlabel="people", ylabel="milliseconds to acknowledge", title="How long until acknowledged", yscale="log")
    late.legend(frameon=False)
    figure.text(0.01, -0.02, said_of(figures), va="top", color=GREY)
    return figure


def soak(figures: Figures) -> Figure:
    """Memory of each worker and the waits, minute by minute."""
    figure, (memory, late) = plt.subplots(2, 1, figsize=(9, 6), sharex=True)
    workers = sorted({pid for each in figures["seen"] for pid in each["memory_mb"]}, key=int)
    for number, pid in enumerate(workers, 1):
        points = [(each["at"] / 60, each["memory_mb"][pid]) for each in figures["seen"] if pid in each["memory_mb"]]
        memory.plot(*_columns(points), label=f"worker {number}")
    memory.set(ylabel="resident megabytes", ylim=(0, None), title="Memory while people ask")
    memory.legend(frameon=False)
    minutes = sorted({int(p[0] // 60) for p in figures["points"]})
    for share, colour in ((0.5, GREEN), (0.95, ORANGE), (0.99, RED)):
        found = [_of_minute(figures, minute, share) for minute in minutes]
        late.plot([minute + 0.5 for minute in minutes], found, color=colour, marker=".", label=f"p{100 * share:.0f}")
    late.set(xlabel="minutes", ylabel="milliseconds to acknowledge", ylim=(0, None))
    late.legend(frameon=False)
    figure.text(0.01, 0.0, said_of(figures), va="top", color=GREY)
    return figure


def _of_minute(figures: Figures, minute: int, share: float) -> float | None:
    return percentile(sorted(p[1] for p in figures["points"] if p[1] and int(p[0] // 60) == minute), share)


def workers(found: dict[str, Figures]) -> Figure:
    """What one, two and three workers read each second when more is asked than they can."""
    counts = sorted(int(name.removeprefix("workers-")) for name in found)
    each = [found[f"workers-{count}"] for count in counts]
    figure, axes = plt.subplots(figsize=(6, 4))
    axes.bar(
        [count - 0.2 for count in counts], [f["read_a_second"] for f in each], 0.4, color=BLUE, label="messages read"
    )
    axes.bar([c + 0.2 for c in counts], [f["turns_a_second"] for f in each], 0.4, color=GREEN, label="turns, all kinds")
    title = f"Workers on {each[0]['machine']['cores']} cores, load tool included"
    axes.set(xlabel="workers", ylabel="a second", xticks=counts, title=title)
    axes.legend(frameon=False)
    return figure


def cost(figures: Figures) -> Figure:
    """Processor time of one message by length, authorities and phrases."""
    figure, axes = plt.subplots(2, 2, figsize=(10, 7.5))
    lengths = [int(each) for each in figures["length"]]
    axes[0, 0].plot(lengths, list(figures["length"].values()), color=BLUE, marker="o")
    axes[0, 0].set(xlabel="words in the message", ylabel="ms to read", title="By length", ylim=(0, None))
    packs = figures["packs"]
    many = [each["authorities"] for each in packs]
    axes[0, 1].plot(many, [each["turn_ms"] for each in packs], color=BLUE, marker="o", label="ms a whole turn")
    axes[0, 1].set(xlabel="authorities", ylabel="ms", title="By authorities", ylim=(0, None))
    other = axes[0, 1].twinx()
    other.plot(many, [each["resident_mb"] for each in packs], color=ORANGE, marker="s", label="MB resident")
    other.set(ylabel="MB", ylim=(0, None))
    axes[0, 1].legend(*_both(axes[0, 1], other), frameon=False, loc="lower right")
    phrases = figures["phrases"]
    axes[1, 0].plot([p["phrases"] for p in phrases], [p["read_ms"] for p in phrases], color=BLUE, marker="o")
    axes[1, 0].set(xlabel="phrases", ylabel="ms to read 17 words", title="By phrases", ylim=(0, None))
    ratios = sorted((each["9600"] / max(each["2400"], 1), kind) for kind, each in figures["kind"].items())
    axes[1, 1].barh([kind for _, kind in ratios], [ratio for ratio, _ in ratios], color=GREEN)
    axes[1, 1].axvline(4, color=RED, linewidth=1, linestyle="--")
    axes[1, 1].tick_params(axis="y", labelsize=6)
    axes[1, 1].set(title="Messages made to be slow", xlabel="cost of four times the length (dashed: four times)")
    figure.tight_layout()
    return figure


def _both(one: Axes, other: Axes) -> tuple[list[Any], list[Any]]:
    handles, labels = one.get_legend_handles_labels()
    more, names = other.get_legend_handles_labels()
    return [*handles, *more], [*labels, *names]


TITLES = {
    "at-once": "500 people in conversation at once",
    "burst": "500 messages typed in the same second",
    "restart": "A rolling restart, and a worker killed, while 150 people ask",
}
DRAWN: dict[str, Callable[[Figures], Figure]] = {
    **{name: lambda figures, title=title: waits(figures, title) for name, title in TITLES.items()},  # type: ignore[misc]
    "burst": burst,
    "ramp": ramp,
    "soak": soak,
    "cost": cost,
}


def main() -> None:
    folder = Path(sys.argv[1])
    found = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.json")}
    for name, draw in DRAWN.items():
        if name in found:
            keep(draw(found[name]), folder / name)
    by_workers = {name: figures for name, figures in found.items() if name.startswith("workers-")}
    if by_workers:
        keep(workers(by_workers), folder / "workers")


def keep(figure: Figure, file: Path) -> None:
    for kind in ("svg", "png"):
        metadata = {"Date": None} if kind == "svg" else {}
        figure.savefig(file.with_suffix(f".{kind}"), bbox_inches="tight", dpi=110, metadata=metadata)
    plt.close(figure)


if __name__ == "__main__":
    main()
