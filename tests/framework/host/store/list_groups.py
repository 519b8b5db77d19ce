"""Opens every group of a result with h5py, netCDF4 and xarray, and prints the groups as xarray reads them.

The three must agree on names, dimensions and values; the program ends with an error if they do not, or if one of
them cannot open a group.
"""
import sys

import h5py
import netCDF4
import numpy
import xarray


def dimensions_in_h5py(dataset):
    if h5py.h5ds.is_scale(dataset.id):
        return (dataset.name.split("/")[-1],)
    return tuple(dimension[0].name.split("/")[-1] for dimension in dataset.dims)


def check_uses(file, name, scale):
    """The attribute REFERENCE_LIST of a scale names each dataset that uses it, and the axis."""
    uses = {(file[dataset].name, int(axis)) for dataset, axis in scale.attrs.get("REFERENCE_LIST", [])}
    used = {(item.name, axis) for item in file[name].values() if isinstance(item, h5py.Dataset)
            for axis, dimension in enumerate(item.dims) if len(dimension) > 0 and dimension[0] == scale}
    assert uses == used, (scale.name, uses, used)


def text(values):
    return numpy.vectorize(lambda v: v.decode() if isinstance(v, bytes) else str(v), otypes=[object])(values)


def list_group(path, name):
    with h5py.File(path, "r") as file, netCDF4.Dataset(path) as netcdf, xarray.open_dataset(path, group=name) as view:
        view.load()
        group = netcdf if name == "/" else netcdf[name]
        members = {key: item for key, item in file[name].items() if isinstance(item, h5py.Dataset)}
        assert set(members) == set(group.variables) == set(view.variables), name
        for item in members.values():
            if h5py.h5ds.is_scale(item.id):
                check_uses(file, name, item)
        print(f"{name}:", *(f"{key}={value}" for key, value in view.attrs.items()))
        for key, variable in view.variables.items():
            assert variable.dims == dimensions_in_h5py(members[key]) == group[key].dimensions, key
            assert (text(variable.values) == text(members[key][()])).all(), key
            kind = "coordinate" if key in view.coords else "data"
            # Texts are objects in older versions of xarray and numpy's own texts in newer ones.
            dtype = "text" if variable.dtype.kind in "OU" else variable.dtype
            print(f"  {kind} {key}({', '.join(variable.dims)}) {dtype}",
                  f"[{variable.attrs.get('units', '')}] {variable.attrs['long_name']}")
            assert variable.attrs["description"] == variable.attrs["long_name"], key


path = sys.argv[1]
names = ["/"]
with h5py.File(path, "r", track_order=True) as file:
    file.visititems(lambda name, item: names.append(name) if isinstance(item, h5py.Group) else None)
for name in names:
    list_group(path, name)
