"""Opens a result of fig4.yaml as users do: with h5py, netCDF4 and xarray."""
import sys

import h5py
import netCDF4
import numpy as np
import xarray as xr

path = sys.argv[1]
NAMES = ["real_single", "real_loop", "binary_single", "binary_loop"]
CASES = [f"{name}.seed=1" for name in NAMES]


def every_group(group, name=""):
    yield name
    for key, item in group.items():
        if isinstance(item, h5py.Group):
            yield from every_group(item, f"{name}/{key}" if name else key)


with h5py.File(path) as file:
    assert file.attrs["format"] == b"engram-result", dict(file.attrs)
    assert file.attrs["status"] == b"complete"
    assert [c.decode() for c in file["summary/case"]] == CASES
    assert [c.decode() for c in file["summary/case_name"]] == NAMES
    groups = list(every_group(file))
    provenance = file["provenance"].attrs
    for name in ["engram_version", "git_commit", "compiler", "host", "cpu", "command_line", "seed", "start", "end"]:
        assert name in provenance, (name, list(provenance))
    distance = file["cases/real_loop.seed=1/analyses/perturbation/distance"]
    assert [dimension.keys()[0] for dimension in distance.dims] == ["trial", "target", "time"]
    assert file["cases/real_loop.seed=1/model/M"].shape == (100, 100)
    assert "order: together" in file["spec/resolved"][()].decode()
    sums = {}
    for case in CASES:
        values = file[f"cases/{case}/analyses/perturbation/distance"][:]
        own = values[np.arange(10), np.arange(10)]
        # The paper's claim for a horizon of one second: every run comes nearer to its own target.
        assert np.all(own[:, 20] < 0.3 * own[:, 0]), (case, own[:, [0, 20]])
        assert np.isfinite(values).all()
    assert file["cases/real_single.seed=1/training/final_residual"][()] < 1e-10
    assert file["cases/real_loop.seed=1/training/final_residual"][()] < 0.5

with netCDF4.Dataset(path) as file:
    variable = file["cases/real_loop.seed=1/analyses/perturbation/distance"]
    assert variable.dimensions == ("trial", "target", "time"), variable.dimensions

for group in groups:
    with xr.open_dataset(path, group=group or None, engine="netcdf4") as data:
        for name, variable in data.variables.items():
            assert not any(d.startswith("phony_dim") for d in variable.dims), (group, name, variable.dims)

with xr.open_dataset(path, group="cases/binary_loop.seed=1/analyses/perturbation") as data:
    assert data["distance"].dims == ("trial", "target", "time")
    assert data["distance"].attrs["units"] == "bit"
    assert data["time"].attrs["units"] == "s"
    assert float(data["distance"].sel(time=1.0, method="nearest").isel(trial=3, target=3)) >= 0
    assert "target_of_trial" in data.coords
print("opened", len(groups), "groups")
