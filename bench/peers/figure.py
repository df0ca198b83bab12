"""Draw results.json: python3 figure.py results.json peers.png [peers.svg ...]. Needs matplotlib."""
import json
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402

import report  # noqa: E402

COLOURS = {"engram": "#0072b2", "nest": "#e69f00", "brian2": "#009e73"}


def times(ratio):
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}"


def label(s, against):
    speed = f"{report.short(s['wall_s_per_simulated_s']['median'])} s per simulated s"
    if s["simulator"] in against:
        ratio = against[s["simulator"]]
        return (f"{speed}\nEngram: {times(ratio['events_per_s']['median'])} times as many events/s, "
                f"{times(ratio['wall']['median'])} times as fast per simulated s")
    return speed


def panel(axes, results, mode):
    shown = [s for s in report.summary(results) if s["mode"] == mode]
    against = {r["simulator"]: r for r in report.ratios(results) if r["mode"] == mode}
    for at, s in enumerate(shown):
        events = s["events_per_s"]
        error = [[events["median"] - events["low"]], [events["high"] - events["median"]]]
        axes.barh(at, events["median"], xerr=error, height=0.6, color=COLOURS[s["simulator"]], error_kw={"lw": 1, "capsize": 3})
        axes.annotate(label(s, against), (events["high"], at), xytext=(8, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_yticks(range(len(shown)), [report.SHOWN[s["simulator"]] for s in shown])
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_title(report.title(results["networks"][mode]), fontsize=10, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="x", alpha=0.3)
    axes.set_axisbelow(True)


def draw(results, files):
    modes = list(dict.fromkeys(mode for mode, _ in report.measured(results)))
    simulators = {simulator for _, simulator in report.measured(results)}
    figure, panels = plt.subplots(len(modes), 1, sharex=True, squeeze=False, figsize=(8, 1 + len(modes) * (0.5 + 0.5 * len(simulators))),
                                  layout="constrained")
    for axes, mode in zip(panels[:, 0], modes):
        panel(axes, results, mode)
    speeds = [s["events_per_s"]["median"] for s in report.summary(results)]
    axes.set_xlim(min(speeds) / 3, max(speeds) * 12)  # room for what is written beside the longest bar
    axes.set_xlabel("synaptic events per wall second (a spike at a synapse; more is better)")
    figure.suptitle(f"Engram beside its peers, {report.threads(results)}", fontsize=11, x=0.01, ha="left")
    for file in files:
        figure.savefig(file, dpi=150, metadata={"Date": None} if file.endswith(".svg") else None)


if __name__ == "__main__":
    with open(sys.argv[1]) as text:
        draw(json.load(text), sys.argv[2:])
