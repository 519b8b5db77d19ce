#!/usr/bin/env python3
"""make.py: writes the pictures of this folder again. Needs numpy and Pillow; the tests read the stored pictures.

Most pictures are the ramp of 4 x 3 pixels, with one pixel that moves in every rotation or reflection.
"""
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).resolve().parent
GREY = np.array([[0, 20, 40, 60], [80, 100, 120, 140], [160, 180, 200, 255]], "u1")
RGB = np.dstack([GREY, GREY[::-1], GREY[:, ::-1]])
ALPHA = np.array([[0, 128, 255, 255]] * 3, "u1")
WIDE = np.array([[16, 16384], [32768, 65535]], "u2")


def write(name, data):
    (HERE / name).write_bytes(data)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, bits, colour, rows, before=b"", idat=None, iend=True):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    packed = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows)) if idat is None else idat
    return b"\x89PNG\r\n\x1a\n" + header + before + chunk(b"IDAT", packed) + (chunk(b"IEND", b"") if iend else b"")


def pngs():
    Image.fromarray(GREY).save(HERE / "grey.png")
    Image.fromarray(RGB).save(HERE / "rgb.png")
    Image.fromarray(np.dstack([RGB, ALPHA])).save(HERE / "rgba.png")
    Image.fromarray(GREY).convert("LA").save(HERE / "grey_alpha.png")
    Image.fromarray(WIDE).save(HERE / "grey16.png")
    write("rgb16.png", png(1, 1, 16, 2, [struct.pack(">HHH", 65535, 256, 0)]))
    write("bits.png", png(3, 1, 1, 0, [[0b10100000]]))
    write("two_bits.png", png(4, 1, 2, 0, [[0b00011011]]))
    write("transparent_grey16.png", png(2, 1, 16, 0, [struct.pack(">HH", 7, 256)], chunk(b"tRNS", struct.pack(">H", 7))))
    palette = chunk(b"PLTE", bytes([0, 0, 0, 255, 255, 255, 255, 0, 0]))
    write("palette.png", png(3, 1, 8, 3, [[2, 1, 0]], palette + chunk(b"tRNS", bytes([0, 255, 255]))))
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.fromarray(np.rot90(GREY)).save(HERE / "turned.png", exif=turned)
    whole = (HERE / "grey.png").read_bytes()
    at = whole.index(b"IDAT")
    size = struct.unpack(">I", whole[at - 4:at])[0]
    stream = whole[at + 4:at + 4 + size]
    rows = zlib.decompress(stream)
    write("trailer.png", whole + b"bytes behind the end")
    write("no_end.png", whole[:-12])
    write("cut.png", whole[:at + 10])
    write("wrong_crc.png", whole[:at + 4 + size] + bytes(4) + whole[at + 8 + size:])
    write("wrong_adler.png", png(4, 3, 8, 0, [], idat=stream[:-1] + bytes([stream[-1] ^ 1])))
    write("beyond_palette.png", png(3, 1, 4, 3, [[0x21, 0xF0]], palette))
    write("few_pixels.png", png(4, 3, 8, 0, [], idat=zlib.compress(rows[:-2])))
    write("many_pixels.png", png(4, 3, 8, 0, [], idat=zlib.compress(rows + b"more")))
    write("wrong_text_crc.png", png(4, 3, 8, 0, GREY, before=chunk(b"tEXt", b"a\0b")[:-1] + b"?"))
    write("huge.png", png(2000000000, 1, 8, 0, [], idat=stream))


def jpegs():
    smooth = np.kron(np.array([[60, 200], [120, 20]], "u1"), np.ones((16, 24), "u1"))
    for orientation in range(1, 9):
        back = {1: None, 2: Image.FLIP_LEFT_RIGHT, 3: Image.ROTATE_180, 4: Image.FLIP_TOP_BOTTOM, 5: Image.TRANSPOSE,
                6: Image.ROTATE_90, 7: Image.TRANSVERSE, 8: Image.ROTATE_270}[orientation]
        exif = Image.Exif()
        exif[0x0112] = orientation
        picture = Image.fromarray(smooth)
        (picture.transpose(back) if back is not None else picture).save(HERE / f"turned_{orientation}.jpg", exif=exif,
                                                                        quality=95)
    picture = Image.fromarray(smooth)
    picture.save(HERE / "progressive.jpg", progressive=True, quality=95)
    picture.convert("CMYK").save(HERE / "inks.jpg", quality=95)
    whole = (HERE / "progressive.jpg").read_bytes()
    write("trailer.jpg", whole + b"bytes behind the end \xff\xd8\xff\xd9")
    write("cut.jpg", (HERE / "turned_1.jpg").read_bytes()[:-10])
    write("no_end.jpg", whole[:-2])


def tiffs():
    for name, options in {"grey": {}, "lzw": {"compression": "tiff_lzw"}, "deflate": {"compression": "tiff_deflate"}}.items():
        Image.fromarray(GREY).save(HERE / f"{name}.tif", **options)
    Image.fromarray(RGB).save(HERE / "rgb.tif")
    Image.fromarray(np.dstack([RGB, ALPHA])).save(HERE / "rgba.tif")
    Image.fromarray(WIDE).save(HERE / "grey16.tif")
    Image.fromarray(WIDE.astype("f4") / 65535).save(HERE / "float.tif")
    Image.fromarray(np.array([[1.0, np.nan]], "f4")).save(HERE / "nan.tif")
    Image.fromarray(np.array([[1, -2]], "i4")).save(HERE / "signed.tif")
    Image.fromarray(GREY > 100).save(HERE / "bits.tif", compression="group4")
    Image.fromarray(np.rot90(GREY, 2)).save(HERE / "turned.tif", tiffinfo={0x0112: 3})
    Image.fromarray(RGB).quantize(16).save(HERE / "palette.tif")
    pages = [Image.fromarray(GREY), Image.fromarray(255 - GREY)]
    pages[0].save(HERE / "pages.tif", save_all=True, append_images=pages[1:])
    whole = (HERE / "grey.tif").read_bytes()
    write("cut.tif", whole[:-6])
    write("cut_header.tif", whole[:40])
    count = struct.pack("<HHI", 279, 4, 1)
    assert count + struct.pack("<I", 12) in whole
    write("short_strip.tif", whole.replace(count + struct.pack("<I", 12), count + struct.pack("<I", 8)))


def others():
    Image.fromarray(RGB).save(HERE / "rgb.bmp")
    Image.fromarray(RGB).quantize(16).save(HERE / "palette.bmp")
    bmp = (HERE / "rgb.bmp").read_bytes()
    write("top_down.bmp", bmp[:22] + struct.pack("<i", -3) + bmp[26:54] + bmp[78:90] + bmp[66:78] + bmp[54:66])
    write("cut.bmp", (HERE / "rgb.bmp").read_bytes()[:-9])
    Image.fromarray(GREY).save(HERE / "grey.gif")
    Image.fromarray(GREY).save(HERE / "animation.gif", save_all=True, append_images=[Image.fromarray(255 - GREY)])
    write("cut.gif", (HERE / "grey.gif").read_bytes()[:-8])


for make in (pngs, jpegs, tiffs, others):
    make()
