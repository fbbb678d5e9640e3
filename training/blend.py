"""The mean of trained networks of one family: `python training/blend.py A/network.pt B/network.pt --to mean.pt`.

Source: Wortsman et al., "Model soups", ICML 2022.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def blend(paths: list[Path]) -> dict[str, torch.Tensor]:
    """Return the mean of the networks' weights; values that are not floating-point numbers are those of the first."""
    networks = [torch.load(path, map_location="cpu") for path in paths]
    return {
        name: torch.stack([network[name] for network in networks]).mean(0) if value.is_floating_point() else value
        for name, value in networks[0].items()
    }


def main() -> None:
    """Parse the command line and write the mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="+", type=Path)
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    torch.save(blend(args.networks), args.to)


if __name__ == "__main__":
    main()
