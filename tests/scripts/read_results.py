#!/usr/bin/env python3
"""Read a results folder as a stranger would, with h5py only, and check that it follows docs/files.md and the SONATA guide.

usage: read_results.py FOLDER [--tiny N_STEPS]
--tiny: the values must be those of tests/unit/io/tiny_run.c, recorded for N_STEPS steps. Exit code 77: h5py is missing.
"""
import glob
import json
import os
import sys

try:
    import h5py
    import numpy as np
except ImportError:
    sys.exit(77)


def segments(folder, stem):
    found = sorted(glob.glob(os.path.join(folder, glob.escape(stem) + ".[0-9]*.h5")))
    assert [int(path.rsplit(".", 2)[1]) for path in found] == list(range(len(found))), found
    return [h5py.File(path, "r") for path in found]


def check_root(file):
    assert file.attrs["magic"] == 0x0A7A and file.attrs["magic"].dtype == np.uint32
    assert list(file.attrs["version"]) == [0, 1]


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def spikes(folder, population):
    ids, times = [], []
    for file in segments(folder, "spikes/" + population):
        check_root(file)
        group = file["spikes"][population]
        assert text(group.attrs["sorting"]) == "by_time"
        assert group["node_ids"].dtype == np.dtype("<u8") and group["timestamps"].dtype == np.dtype("<f8")
        assert text(group["timestamps"].attrs["units"]) == "ms"
        assert group["node_ids"].shape == group["timestamps"].shape
        ids.append(group["node_ids"][:])
        times.append(group["timestamps"][:])
    ids, times = np.concatenate(ids), np.concatenate(times)
    assert np.array_equal(np.lexsort((ids, times)), np.arange(len(ids))), "sorted by time, then neuron"
    return ids, times


def report(folder, stem, name):
    """All rows of a report, its times, and the mapping (of any segment: they must agree)."""
    data, times, mapping = [], [], None
    for file in segments(folder, stem):
        check_root(file)
        group = file["report"][name]
        assert group["data"].dtype == np.dtype("<f4") and text(group["data"].attrs["units"])
        here = {key: group["mapping"][key][:] for key in group["mapping"] if key != "time"}
        assert np.array_equal(here["index_pointers"], here["index_pointer"]), "both spellings"
        assert len(here["index_pointers"]) == len(here["node_ids"]) + 1
        assert here["index_pointers"][-1] == group["data"].shape[1] == len(here["element_ids"])
        assert len(np.unique(here["node_ids"])) == len(here["node_ids"])
        if mapping is not None:
            assert all(np.array_equal(mapping[key], here[key]) for key in mapping)
        mapping = here
        start, stop, step = group["mapping"]["time"][:]
        rows = group["data"].shape[0]
        assert abs(start + rows * step - stop) < 1e-9
        times.append(group["times"][:] if "times" in group else start + step * np.arange(rows))
        data.append(group["data"][:])
    return np.concatenate(data), np.concatenate(times), mapping


def delays(folder, name):
    """Counts [times x bins] of a projection, their times, and the edges of the bins."""
    count, times, edge = [], [], None
    for file in segments(folder, "delays/" + name):
        check_root(file)
        group = file["delays"][name]
        assert group["count"].dtype == np.dtype("<u8") and text(group["edge"].attrs["units"]) == "ms"
        assert edge is None or np.array_equal(edge, group["edge"][:])
        edge = group["edge"][:]
        assert group["count"].shape == (len(group["times"]), len(edge) - 1)
        count.append(group["count"][:])
        times.append(group["times"][:])
    return np.concatenate(count), np.concatenate(times), edge


def check_any(folder):
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    for entry in manifest["files"]:
        assert os.path.getsize(os.path.join(folder, entry["name"])) == entry["bytes"], entry
        assert len(entry["xxh3"]) == 18
    for population in manifest["populations"]:
        if glob.glob(os.path.join(folder, "spikes", glob.escape(population["name"]) + ".0000.h5")):
            ids, _ = spikes(folder, population["name"])
            assert not len(ids) or ids.max() < population["n_neurons"]
    for projection in manifest["projections"]:
        stem = "weights/" + projection["name"]
        if not glob.glob(os.path.join(folder, glob.escape(stem) + ".0000.h5")):
            continue
        _, times, mapping = report(folder, stem, projection["name"])
        assert (np.diff(times) > 0).all() and (np.diff(mapping["synapse"].astype(np.int64)) > 0).all()
        counts = np.diff(mapping["index_pointers"].astype(np.int64))
        assert np.array_equal(np.repeat(mapping["node_ids"], counts), mapping["source_ids"])
    for path in glob.glob(os.path.join(folder, "delays", "*.0000.h5")):
        count, times, edge = delays(folder, os.path.basename(path)[:-len(".0000.h5")])
        assert (np.diff(times) > 0).all() and (np.diff(edge) > 0).all() and len(count) == len(times)
    for path in glob.glob(os.path.join(folder, "axons", "*.0000.h5")):
        stem = os.path.basename(path)[:-len(".0000.h5")]
        values, times, _ = report(folder, "axons/" + stem, stem.split(".")[0])
        assert (np.diff(times) > 0).all() and np.isfinite(values).all()
    for file in segments(folder, "rates"):
        check_root(file)
        rates = file["rates"]
        assert rates["rate"].shape == rates["n_spikes"].shape == (len(rates["time"]), len(rates["population"]))
        assert [text(name) for name in rates["population"][:]] == [p["name"] for p in manifest["populations"]]
    return manifest


def check_tiny(folder, n_steps):
    for p, (name, size) in enumerate((("E", 40), ("I", 10))):
        ids, times = spikes(folder, name)
        want = [(step, neuron) for step in range(1, n_steps + 1)
                for neuron in sorted((step + k) % size for k in range((step * 7 + p) % 5))]
        assert [(round(t / 0.1), int(i)) for t, i in zip(times, ids)] == want
    for p, name in enumerate(("E_to_E", "I_to_E")):
        data, times, mapping = report(folder, "weights/" + name, name)
        steps = 10 * np.arange(n_steps // 10 + 1)
        want = (1000.0 * p + steps[:, None] + 1e-3 * np.arange(700)[None, :]).astype(np.float32)
        assert np.array_equal(data, want) and np.allclose(times, 0.1 * steps)
        assert np.array_equal(mapping["synapse"], 3 * np.arange(700) + 1)
        assert np.array_equal(mapping["target_ids"], np.arange(700) * 13 % 40)
        assert np.allclose(mapping["delay"], 1.5 + 0.1 * (np.arange(700) % 8))
    data, times, mapping = report(folder, "axons/E_to_E.velocity.0", "E_to_E")
    axons, steps = np.array([0, 7, 20, 39]), 10 * np.arange(n_steps // 10 + 1)
    assert np.array_equal(mapping["node_ids"], axons) and np.allclose(times, 0.1 * steps)
    assert np.array_equal(data, 1 + 0.5 * steps[:, None] + 0.25 * axons[None, :])
    data, _, mapping = report(folder, "axons/E_to_E.thickness.1", "E_to_E")
    segments_of = np.tile(np.arange(3), 4)
    assert np.array_equal(mapping["element_ids"], segments_of)
    assert np.array_equal(mapping["index_pointers"], 3 * np.arange(5))
    assert np.array_equal(data, (0.125 * steps[:, None] + np.repeat(axons, 3) + 100 * segments_of).astype(np.float32))
    for p, name in enumerate(("E_to_E", "I_to_E")):
        count, times, edge = delays(folder, name)
        assert len(edge) == (2 if p else 32) and np.allclose(times, 0.1 * steps)
        bins = np.arange(len(edge) - 1)
        want = [[0 if (b + s) % 7 else 2**33 * p + 100 * s + b for b in bins] for s in steps]
        assert np.array_equal(count, want)
    data, times, mapping = report(folder, "states/E.V_m.0", "E")
    steps = np.arange(2, n_steps + 1, 2)
    assert list(mapping["node_ids"]) == [3, 1, 39] and np.allclose(times, 0.1 * steps)
    assert np.array_equal(data, -70.0 + 0.25 * steps[:, None] + np.array([3, 1, 39])[None, :])


def main():
    folder = sys.argv[1]
    manifest = check_any(folder)
    if "--tiny" in sys.argv:
        check_tiny(folder, int(sys.argv[sys.argv.index("--tiny") + 1]))
    print(folder, "is whole:", len(manifest["files"]), "files")


if __name__ == "__main__":
    main()
