"""Where models stand: the one that ships with sayso, and those in packages of their own, which have names."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from sayso.errors import ModelError

__all__ = ["MODEL_FOLDER", "find_model", "find_weights"]

MODEL_FOLDER = Path(__file__).parent.parent / "model"
# Each package has the files of its model in its folder `model`.
PACKAGES = {"accurate": "sayso_accurate"}


def find_model(given: str | os.PathLike[str] | None) -> Path:
    """Return the folder of a model.

    Args:
        given: "accurate", the folder of another model, or None for the one that ships with sayso.

    Raises:
        ModelError: The package of this model is not installed.

    >>> find_model(None).name
    'model'
    """
    if given is None:
        return MODEL_FOLDER
    package = PACKAGES.get(os.fspath(given))
    if package is None:
        return Path(given)
    found = find_spec(package)
    if found is None or found.origin is None:
        distribution = package.replace("_", "-")
        raise ModelError(
            f"the model {given!r} is a package of its own that is not installed; pip install {distribution},"
            f" or ./{given} in a clone of sayso"
        )
    return Path(found.origin).parent / "model"


def find_weights(model: Path, name: str) -> Path:
    """Return the file of weights that choose speakers or carriers: the model's own, or sayso's where it has none."""
    own = model / name
    return own if own.exists() else MODEL_FOLDER / name
