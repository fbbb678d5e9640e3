"""Find the folder for caches, by the conventions of the system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["find_cache"]


def find_cache() -> Path:
    """The cache folder of sayso; it need not exist yet.

    It is in XDG_CACHE_HOME on every system if that is an absolute path (XDG Base Directory Specification), else in
    ~/.cache, ~/Library/Caches on macOS, or %LOCALAPPDATA% on Windows.
    """
    given = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(given):  # noqa: PTH117  it is no path yet
        return Path(given) / "sayso"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "sayso"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "sayso" / "cache"
    return Path.home() / ".cache" / "sayso"
