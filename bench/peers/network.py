"""The networks that are run, as plain numbers from their files in bench/networks/, so that no simulator's script repeats one of them.

`read(name, size)` gives a dictionary in ms, mV, pA, pF and Hz. Only the part of YAML those files use is understood: mappings by indentation, and
{flow mappings}, which may go on over several lines.
"""
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "networks"

# settings: keys of the file that are changed, as by `engram run --set`. measured_ms: simulated time that is measured at the file's size, by
# simulator. left_out: simulators that cannot run this network, and why.
BALANCED = {"file": "balanced.yaml", "measured_ms": {"engram": 1000, "nest": 200, "brian2": 400}, "left_out": {}}
NETWORKS = {
    "plastic": {**BALANCED, "title": "Balanced network, 64 % of the synapses learn (pair STDP)", "settings": {}},
    "static": {**BALANCED, "title": "Balanced network, weights fixed", "settings": {"projections.E_to_E.rule": "static"}},
    "microcircuit": {
        "file": "potjans_diesmann.yaml",
        "title": "Cortical microcircuit (Potjans & Diesmann 2014)",
        "settings": {},
        "measured_ms": {"engram": 1000, "nest": 500},
        "left_out": {"brian2": "left out: its script draws neither weights nor delays"},
    },
}


def flow(text):
    """'{a: 1 ms, b: {c: 2}}' as nested dictionaries of text; anything else as it is."""
    text = text.strip()
    if not text.startswith("{"):
        return text
    result, depth, begin = {}, 0, 0
    inner = text[1:-1] + ","
    for at, letter in enumerate(inner):
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth == 0 and inner[begin:at].strip():
            key, value = inner[begin:at].split(":", 1)
            result[key.strip()] = flow(value)
        if letter == "," and depth == 0:
            begin = at + 1
    return result


def block(text):
    """The file as nested dictionaries of text."""
    root = {}
    stack = [(-1, root)]
    line = ""
    for piece in text.splitlines():
        line += piece.split("#")[0].rstrip()
        if not line or line.count("{") > line.count("}"):
            continue
        indent = len(line) - len(line.lstrip())
        key, value = line.strip().split(":", 1)
        while stack[-1][0] >= indent:
            stack.pop()
        child = flow(value) if value.strip() else {}
        stack[-1][1][key] = child
        if not value.strip():
            stack.append((indent, child))
        line = ""
    return root


def number(text, unit=""):
    """'250 pF' in pF. Another unit than the expected one is an error, not a factor."""
    found = re.fullmatch(r"([-+0-9.e]+)\s*(\w*)", text)
    if not found or found.group(2) != unit:
        raise SystemExit(f"{FOLDER}: '{text}' should be a number in '{unit}'; the scripts in bench/peers/ must be taught about it")
    return float(found.group(1))


PARAMETERS = {"C_m": "pF", "tau_m": "ms", "E_L": "mV", "V_th": "mV", "V_reset": "mV", "t_ref": "ms", "tau_syn_ex": "ms", "tau_syn_in": "ms"}
RULE = {"lambda": "", "alpha": "", "mu_plus": "", "mu_minus": "", "w_max": "pA", "tau_plus": "ms", "tau_minus": "ms"}


def constant_or_normal(text, unit):
    """A number; or mean and sd of a normal distribution, of which what is below min or above max is drawn again."""
    if isinstance(text, str):
        return number(text, unit)
    return {**{name: number(text["normal"][name], unit) for name in ("mean", "sd")}, **{name: number(text[name], unit) for name in ("min", "max")}}


def population(text):
    initial = text["initial"]["V_m"]["normal"]
    drive = text["poisson"]["exc"]
    return {
        "size": int(number(text["size"])),
        "params": {name: number(text["params"][name], unit) for name, unit in PARAMETERS.items()},
        "initial_mean": number(initial["mean"], "mV"),
        "initial_sd": number(initial["sd"], "mV"),
        "drive_rate": number(drive["rate"], "Hz"),
        "drive_weight": number(drive["weight"], "pA"),
    }


def projection(text, populations):
    """connect: fixed_indegree or fixed_total_number, of which n is the number. n_synapses: of the whole projection."""
    (connect, n), = text["connect"].items()
    n = int(number(n))
    rule = text.get("rule", "static")
    return {
        "source": text["source"],
        "target": text["target"],
        "connect": connect,
        "n": n,
        "n_synapses": {"fixed_total_number": n, "fixed_indegree": n * populations[text["target"]]["size"]}[connect],
        "weight": constant_or_normal(text["weight"], "pA"),
        "delay": constant_or_normal(text["delay"], "ms"),
        "rule": {name: number(rule["stdp"][name], unit) for name, unit in RULE.items()} if rule != "static" else None,
    }


def sizes_in(file):
    return {name: int(number(text["size"])) for name, text in file["populations"].items()}


def resize(name, file, size):
    """Settings that give the network of this file `size` neurons; each population keeps its share."""
    sizes = sizes_in(file)
    total = sum(sizes.values())
    if size in (None, total):
        return {}
    if any("fixed_indegree" not in p["connect"] for p in file["projections"].values()):
        raise ValueError(f"--size: {name} has {total:,} neurons; with fewer, each would have fewer inputs, and that is another network")
    scaled = {p: size * n // total for p, n in sizes.items()}
    first = next(iter(sizes))
    scaled[first] += size - sum(scaled.values())
    return {f"populations.{p}.size": str(n) for p, n in scaled.items()}


def change(file, settings):
    for key, value in settings.items():
        *path, last = key.split(".")
        place = file
        for name in path:
            place = place[name]
        place[last] = value


def read(name, size=None):
    """One of NETWORKS, with `size` neurons (None: as many as in the file). A network that cannot be resized is a ValueError."""
    known = NETWORKS[name]
    path = FOLDER / known["file"]
    file = block(path.read_text())
    file_size = sum(sizes_in(file).values())
    settings = {**known["settings"], **resize(name, file, size)}
    change(file, settings)
    populations = {p: population(text) for p, text in file["populations"].items()}
    return {
        **known,
        "file": str(path),
        "settings": settings,
        "dt": number(file["dt"], "ms"),
        "size": sum(sizes_in(file).values()),
        "file_size": file_size,
        "populations": populations,
        "projections": {p: projection(text, populations) for p, text in file["projections"].items()},
    }


def outdegree(network, name):
    """Synapses a spike of this population reaches, on average."""
    return sum(p["n_synapses"] for p in network["projections"].values() if p["source"] == name) / network["populations"][name]["size"]


def n_synapses(network):
    return sum(p["n_synapses"] for p in network["projections"].values())


def describe(network):
    """What the report needs to know about a network."""
    return {"title": network["title"], "size": network["size"], "file_size": network["file_size"], "n_synapses": n_synapses(network),
            "populations": {name: p["size"] for name, p in network["populations"].items()}}
