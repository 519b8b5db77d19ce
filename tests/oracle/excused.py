"""Datasets that no oracle checks, and the reasons."""

import re

import analyses
import corruptions
import models
import patterns
import rules
import trajectories
from activations import ACTIVATIONS

KINDS = {"activation": ACTIVATIONS, "analysis": analyses.ANALYSES, "corruption": corruptions.CORRUPTIONS,
         "integrator": trajectories.INTEGRATORS, "learning_rule": rules.RULES, "model": models.MODELS,
         "pattern_source": {**patterns.SOURCES, **patterns.EXCUSED}}
REASONS = {
    r"spec/(original|resolved)": "the text of the spec; tests/framework/host/specification reads it back",
    r"provenance/.*": "says how a result came about, and holds nothing that was calculated",
}


def reason(name):
    """Why a dataset is not checked, or an empty text if there is no reason."""
    return next((words for pattern, words in REASONS.items() if re.fullmatch(pattern, name)), "")


def is_scale(dataset):
    """Whether a dataset only numbers the places along a dimension."""
    return dataset.attrs.get("CLASS") == b"DIMENSION_SCALE" and dataset.dtype.kind in "iu" and dataset.ndim == 1


def plugins_without_oracle(catalogue):
    return [(kind, name) for kind, known in KINDS.items() for name in catalogue.names(kind) if name not in known]
