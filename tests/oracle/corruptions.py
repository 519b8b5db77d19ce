"""Corruptions: a pattern after damage that a stream draws."""

import numpy as np

from streams import share_of


def _gaussian_noise(s, x, stream):
    return x + np.array([s["sigma"] * stream.normal() for _ in x])


def _sign_flips(s, x, stream):
    if s["independent"]:
        return np.array([-value if stream.uniform() < s["fraction"] else value for value in x])
    count = s["count"] if s["count"] is not None else share_of(s["fraction"], len(x))
    x[stream.choose(len(x), count)] *= -1.0
    return x


def _mask(s, x, stream):
    if s["first"] is not None:
        end = len(x) if s["count"] is None else s["first"] + s["count"]
        x[s["first"]:end] = s["value"]
    else:
        x[stream.choose(len(x), share_of(s["fraction"], len(x)))] = s["value"]
    return x


def _salt_and_pepper(s, x, stream):
    for unit in stream.choose(len(x), share_of(s["fraction"], len(x))):
        x[unit] = s["salt"] if stream.sign() > 0 else s["pepper"]
    return x


def _occlusion(s, x, stream):
    image = x.reshape(-1, s["width"])
    height, width = image.shape
    rows, columns = share_of(s["share"], height), share_of(s["share"], width)
    if s["region"] == "left":
        image[:, :columns] = s["value"]
    elif s["region"] == "right":
        image[:, width - columns:] = s["value"]
    elif s["region"] == "top":
        image[:rows] = s["value"]
    elif s["region"] == "bottom":
        image[height - rows:] = s["value"]
    else:
        rows = rows if s["block_height"] is None else s["block_height"]
        columns = columns if s["block_width"] is None else s["block_width"]
        top = stream.below(height - rows + 1) if s["block_top"] is None else s["block_top"]
        left = stream.below(width - columns + 1) if s["block_left"] is None else s["block_left"]
        image[top:top + rows, left:left + columns] = s["value"]
    return x


def _sequence(s, x, stream):
    for part in s["corruptions"]:
        x = damaged(part, x, stream)
    return x


CORRUPTIONS = {"gaussian_noise": _gaussian_noise, "sign_flips": _sign_flips, "mask": _mask, "occlusion": _occlusion,
               "salt_and_pepper": _salt_and_pepper, "sequence": _sequence}


def damaged(settings, pattern, stream):
    """Without settings, there is no damage."""
    if settings is None:
        return np.array(pattern, float)
    return CORRUPTIONS[settings["plugin"]](settings, np.array(pattern, float), stream)
