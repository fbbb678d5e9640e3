"""Where a program keeps what it can make anew, by the conventions of the system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["find_cache"]


def find_cache() -> Path:
    """The folder for what sayso can make anew; it need not exist yet.

    XDG_CACHE_HOME counts everywhere if it is an absolute path, as the XDG Base Directory Specification has it; else
    it is ~/.cache, ~/Library/Caches on macOS, %LOCALAPPDATA% on Windows.
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
