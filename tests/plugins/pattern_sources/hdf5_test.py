"""hdf5_test.py PROGRAM: `array` reads HDF5 as its attributes mean it, or refuses it."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

try:
    import h5py
    import numpy
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

PROGRAM = sys.argv.pop(1)
COUNTING = numpy.arange(6.0).reshape(2, 3)
SPEC = """seed: 1
patterns: {plugin: array, file: FILE, dataset: p}
model: {plugin: linear_layer, units: UNITS, outputs: 1}
learning: {plugin: oja, rate: 1e-9}
"""


class Hdf5Test(unittest.TestCase):
    def setUp(self):
        room = tempfile.TemporaryDirectory()
        self.addCleanup(room.cleanup)
        self.folder = Path(room.name)

    def engram(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=60)

    def spec(self, name, units):
        (self.folder / "case.yaml").write_text(SPEC.replace("FILE", name).replace("UNITS", str(units)))

    def file(self, name="a.h5"):
        file = h5py.File(self.folder / name, "w")
        self.addCleanup(file.close)
        return file

    def patterns(self, units, name="a.h5"):
        self.spec(name, units)
        done = self.engram("run", "case.yaml", "-q", "--overwrite")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        with h5py.File(self.folder / "case.h5") as result:
            return result["patterns/targets"][:].tolist()

    def refuse(self, words, name="a.h5"):
        self.spec(name, 3)
        done = self.engram("validate", "case.yaml")
        self.assertEqual(done.returncode, 2)
        self.assertIn(words, done.stderr.replace(f"{self.folder}/", ""))

    def dataset(self, values, **attributes):
        with self.file() as file:
            dataset = file.create_dataset("p", data=values)
            dataset.attrs.update(attributes)

    def virtual(self, sources, shape=(2, 3)):
        layout = h5py.VirtualLayout(shape, dtype="f8")
        for row, (name, dataset, width) in enumerate(sources):
            layout[row] = h5py.VirtualSource(name, dataset, shape=(width,))[:3]
        with self.file() as file:
            file.create_virtual_dataset("p", layout)

    def test_virtual_datasets(self):
        for row in range(2):
            with self.file(f"s{row}.h5") as file:
                file["row"] = COUNTING[row]
                file["short"] = COUNTING[row, :2]
        self.virtual([("s0.h5", "row", 3), ("s1.h5", "row", 3)])
        self.assertEqual(self.patterns(3), COUNTING.tolist())
        self.virtual([("s0.h5", "row", 3), ("s2.h5", "row", 3)])
        self.refuse("the virtual dataset 'p' in 'a.h5' takes values from 's2.h5', and there is no such HDF5 file; its "
                    "values would be zeros")
        self.virtual([("s0.h5", "row", 3), ("s1.h5", "rows", 3)])
        self.refuse("the virtual dataset 'p' in 'a.h5' takes values from 'rows', which 's1.h5' does not have")
        self.virtual([("s0.h5", "row", 3), ("s1.h5", "short", 3)])
        self.refuse("the virtual dataset 'p' in 'a.h5' takes more values than its source 'short' in 's1.h5' has")
        self.virtual([("s0.h5", "row", 3)])
        self.refuse("the virtual dataset 'p' in 'a.h5' names sources for 3 of its 6 values; the others are missing")
        os.rename(self.folder / "a.h5", self.folder / "s0.h5")
        self.virtual([("s0.h5", "p", 3), ("s1.h5", "row", 3)])
        self.assertEqual(self.engram("validate", "case.yaml").returncode, 2)

    def numbered(self, count):
        """A virtual dataset whose row K is the dataset `row` of cK.h5."""
        space = h5py.h5s.create_simple((count, 3), (h5py.h5s.UNLIMITED, 3))
        space.select_hyperslab((0, 0), (h5py.h5s.UNLIMITED, 1), (1, 1), (1, 3))
        properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        properties.set_layout(h5py.h5d.VIRTUAL)
        properties.set_virtual(space, b"c%b.h5", b"row", h5py.h5s.create_simple((3,)))
        with self.file() as file:
            h5py.h5d.create(file.id, b"p", h5py.h5t.NATIVE_DOUBLE, h5py.h5s.create_simple((count, 3), (h5py.h5s.UNLIMITED, 3)),
                            properties)

    def test_numbered_sources(self):
        self.numbered(1)
        for row in (0, 1, 3):
            with self.file(f"c{row}.h5") as file:
                file["row"] = numpy.arange(3.0) + row
        self.refuse("the virtual dataset 'p' in 'a.h5' takes values from 'c2.h5', which is missing, though there are later blocks")
        os.remove(self.folder / "c3.h5")
        self.assertEqual(self.patterns(3), [[0, 1, 2], [1, 2, 3]])
        with self.file("c1.h5") as file:
            file.create_dataset("row", (3,), "f8", chunks=(1,))
        self.refuse("'row' in 'c1.h5' was made and never written")
        os.mkfifo(self.folder / "pipe.h5")
        with self.file("c1.h5") as file:
            file["row"] = h5py.ExternalLink("pipe.h5", "row")
        self.refuse("'row' is behind a link: 'pipe.h5' is a pipe, and no file is read from it")

    def test_mappings_that_overlap(self):
        with self.file("s0.h5") as file:
            file["row"] = COUNTING[0]
        layout = h5py.VirtualLayout((2, 3), dtype="f8")
        for first in (slice(0, 2), slice(1, 3)):
            layout[0, first] = h5py.VirtualSource("s0.h5", "row", shape=(3,))[first]
        with self.file() as file:
            file.create_virtual_dataset("p", layout)
        self.refuse("the virtual dataset 'p' in 'a.h5' names sources for 3 of its 6 values; the others are missing")

    def test_many_levels(self):
        with self.file("s0.h5") as file:
            file["p"] = COUNTING
        for level in range(1, 13):
            layout = h5py.VirtualLayout((2, 3), dtype="f8")
            for place in numpy.ndindex(2, 3):
                layout[place] = h5py.VirtualSource(f"s{level - 1}.h5", "p", shape=(2, 3))[place]
            with self.file(f"s{level}.h5") as file:
                file.create_virtual_dataset("p", layout)
        self.assertEqual(self.patterns(3, "s4.h5"), COUNTING.tolist())
        # HDF5 would follow 6^12 mappings.
        self.refuse("takes its values from too many others in turn", "s12.h5")

    def test_external_storage(self):
        (self.folder / "raw.bin").write_bytes(COUNTING.tobytes())
        with self.file() as file:
            file.create_dataset("p", (2, 3), "f8", external=[("raw.bin", 0, h5py.h5f.UNLIMITED)])
        self.assertEqual(self.patterns(3), COUNTING.tolist())
        (self.folder / "raw.bin").write_bytes(COUNTING.tobytes()[:40])
        self.refuse("the values of 'p' in 'a.h5' are in 'raw.bin', which is too short: it has 40 bytes, and 48 from byte "
                    "0 are needed")
        (self.folder / "raw.bin").unlink()
        self.refuse("the values of 'p' in 'a.h5' are in 'raw.bin', which cannot be read: No such file or directory")
        os.mkfifo(self.folder / "raw.bin")
        self.refuse("the values of 'p' in 'a.h5' are in 'raw.bin', which is a pipe")

    def test_pipes_behind_links(self):
        os.mkfifo(self.folder / "pipe.h5")
        with self.file("b.h5") as file:
            file["p"] = h5py.ExternalLink("pipe.h5", "p")
        with self.file() as file:
            file["p"] = h5py.SoftLink("/q")
            file["q"] = h5py.ExternalLink("b.h5", "p")
        self.refuse("'p' is behind a link: 'pipe.h5' is a pipe, and no file is read from it")
        self.virtual([("pipe.h5", "row", 3), ("pipe.h5", "row", 3)])
        self.refuse("the virtual dataset 'p' in 'a.h5' takes values from 'pipe.h5', which is a pipe")

    def test_packed_values(self):
        packed = COUNTING.astype("i2")
        self.dataset(packed, scale_factor=0.5, add_offset=1.0, _FillValue=numpy.int16(-1), valid_range=[0, 9])
        self.assertEqual(self.patterns(3), (COUNTING * 0.5 + 1).tolist())
        where = "'a.h5': unit 2 of pattern 1, both counted from 0, is missing: the file has 5 there, which is "
        self.dataset(packed, _FillValue=numpy.int16(5))
        self.refuse(where + "_FillValue")
        self.dataset(packed, missing_value=numpy.array([77, 5], "i2"))
        self.refuse(where + "missing_value")
        self.dataset(packed, valid_range=numpy.array([0, 4], "i2"))
        self.refuse(where + "outside of its valid range")
        self.dataset(packed, valid_max=numpy.int16(4))
        self.refuse(where + "outside of its valid range")
        self.dataset(packed, scale_factor="a half")
        self.refuse("the attribute scale_factor of the dataset holds no numbers, and its values cannot be unpacked")
        self.dataset(packed, valid_range=[1, 2, 3])
        self.refuse("the attribute valid_range of the dataset has 3 numbers, where it needs 2")
        self.dataset(packed, scale_factor=[1.0, 10.0])
        self.refuse("the attribute scale_factor of the dataset has 2 numbers, where it needs 1")
        # NetCDF User Guide, appendix A: a range of the type of scale_factor is one of unpacked values.
        self.dataset(packed, scale_factor=0.01, valid_range=[0.0, 0.05])
        self.assertEqual(self.patterns(3), (COUNTING * 0.01).tolist())
        self.dataset(packed, scale_factor=0.01, valid_max=0.045)
        self.refuse(where + "outside of its valid range")
        self.dataset(numpy.where(COUNTING == 5, 1e20, COUNTING).astype("f4"), _FillValue=1e20)
        self.refuse("which is _FillValue")
        self.dataset(numpy.array([[-1, 0], [-128, 1]], "i1"), _Unsigned="true", _FillValue=numpy.int8(-2))
        self.assertEqual(self.patterns(2), [[255, 0], [128, 1]])
        self.dataset(numpy.array([[255, 0], [128, 1]], "u1"), _Unsigned="false")
        self.assertEqual(self.patterns(2), [[-1, 0], [-128, 1]])

    def test_matlab(self):
        matlab = numpy.arange(24.0).reshape(4, 3, 2)
        self.dataset(matlab, MATLAB_class=numpy.bytes_("double"))
        expected = matlab.transpose(2, 1, 0).reshape(2, 12)
        self.assertEqual(self.patterns(12), expected.tolist())
        self.dataset(numpy.array([[1, 0], [1, 1], [0, 0]], "u1"), MATLAB_class=numpy.bytes_("logical"))
        self.assertEqual(self.patterns(3), [[1, 1, 0], [0, 1, 0]])
        for kind, words in (("char", ", which holds characters"), ("cell", ""), ("struct", "")):
            self.dataset(numpy.ones((2, 2), "u2"), MATLAB_class=numpy.bytes_(kind))
            self.refuse(f"the dataset is an array of MATLAB of class {kind}{words}; classes of numbers are double")
        self.dataset(numpy.ones(2, "u8"), MATLAB_class=numpy.bytes_("double"), MATLAB_empty=numpy.uint8(1))
        self.refuse("the dataset is an empty array of MATLAB")

    def test_sparse_matrix_of_matlab(self):
        with self.file() as file:
            file.create_group("p").attrs["MATLAB_sparse"] = numpy.uint64(3)
            file["p/data"] = numpy.ones(2)
        self.refuse("'p' in 'a.h5' is a sparse matrix of MATLAB; save full(p) instead")

    def test_virtual_dataset_of_packed_values(self):
        with self.file("s0.h5") as file:
            file["row"] = COUNTING[0]
            file["row"].attrs["scale_factor"] = 0.5
        self.virtual([("s0.h5", "row", 3), ("s0.h5", "row", 3)])
        self.refuse("the virtual dataset 'p' in 'a.h5' takes values from 'row' in 's0.h5', whose scale_factor, add_offset or "
                    "_Unsigned is another")
        with h5py.File(self.folder / "a.h5", "a") as file:
            file["p"].attrs["scale_factor"] = 0.5
        self.assertEqual(self.patterns(3), [[0, 0.5, 1], [0, 0.5, 1]])

    def test_octave(self):
        with self.file() as file:
            group = file.create_group("p")
            group.attrs["OCTAVE_NEW_FORMAT"] = numpy.uint8(1)
            group["type"] = numpy.bytes_("matrix")
            group["value"] = COUNTING.T
        (self.folder / "octave.yaml").write_text(SPEC.replace("FILE", "a.h5").replace("dataset: p", "dataset: p/value")
                                                 .replace("UNITS", "3"))
        self.assertEqual(self.engram("run", "octave.yaml", "-q").returncode, 0)
        with h5py.File(self.folder / "octave.h5") as result:
            self.assertEqual(result["patterns/targets"][:].tolist(), COUNTING.tolist())
        with h5py.File(self.folder / "a.h5", "a") as file:
            del file["p/type"]
            file["p/type"] = numpy.bytes_("string")
        done = self.engram("validate", "octave.yaml")
        self.assertIn("the dataset belongs to a variable of Octave of type 'string'; matrices and scalars hold numbers",
                      done.stderr)

    def test_unwritten_values(self):
        for options in ({}, {"chunks": (1, 3)}, {"fillvalue": 2.0}):
            with self.file() as file:
                file.create_dataset("p", (2, 3), "f8", **options)
            self.refuse("'p' in 'a.h5' was made and never written; its values would be made up")
        for compression in (None, "gzip"):
            with self.file() as file:
                file.create_dataset("p", (2, 3), "f8", chunks=(1, 3), compression=compression)[0] = COUNTING[0]
            self.refuse("chunks of 'p' in 'a.h5' were never written, and the dataset has no fill value of its own")
            with self.file() as file:
                file.create_dataset("p", (2, 3), "f8", chunks=(1, 3), compression=compression, fillvalue=2)[0] = [0, 1, 2]
            self.assertEqual(self.patterns(3), [[0, 1, 2], [2, 2, 2]])
            with self.file() as file:
                file.create_dataset("p", (3, 3), "f8", chunks=(2, 2), compression=compression)[:] = numpy.ones((3, 3))
            self.assertEqual(self.patterns(3), numpy.ones((3, 3)).tolist())

    def test_types(self):
        self.dataset(COUNTING + 0j)
        self.refuse("'p' in 'a.h5' holds complex numbers; values have to be whole or floating-point numbers")
        with self.file() as file:
            file.create_dataset("p", (2, 3), h5py.enum_dtype({"RED": 5, "GREEN": 7}))[:] = 5
        self.refuse("'p' in 'a.h5' holds words of an enumeration; values have to be whole or floating-point numbers")
        self.dataset(COUNTING > 2)
        self.assertEqual(self.patterns(3), [[0, 0, 0], [1, 1, 1]])
        with self.file() as file:
            file.create_dataset("p", data=COUNTING.astype(">i4"), scaleoffset=4, chunks=(1, 3))
        self.assertEqual(self.patterns(3), COUNTING.tolist())

    def test_fill_value_of_netcdf(self):
        with self.file() as file:
            file.attrs["_NCProperties"] = "version=2"
            file.create_dataset("p", (2, 3), "f4", chunks=(1, 3), fillvalue=9.96921e36)[0] = COUNTING[0]
        self.refuse("unit 0 of pattern 1, both counted from 0, is missing: the file has 9.969209968386869e+36 there, "
                    "which is the fill value of netCDF")
        # Another missing value does not take its place, older libraries leave out the mark of netCDF, and the value is
        # read as unsigned where the others are.
        for mark, kind, fill, attributes in ((True, "f4", 9.96921e36, {"missing_value": -999.0}), (False, "f4", 9.96921e36, {}),
                                             (True, "i2", -32767, {"_Unsigned": "true"})):
            with self.file() as file:
                if mark:
                    file.attrs["_NCProperties"] = "version=2"
                dataset = file.create_dataset("p", (2, 3), kind, chunks=(1, 3), fillvalue=fill)
                dataset[0] = COUNTING[0]
                dataset.attrs.update(attributes)
            self.refuse("which is the fill value of netCDF")


if __name__ == "__main__":
    unittest.main()
