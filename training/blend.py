"""The mean of trained networks of one family: `python training/blend.py A/network.pt B/network.pt --to mean.pt`.

    python training/blend.py NEW/network.pt OLD.pt --shares 0.6 0.4 --to mean.pt

A network that was trained on from another, and that other, together keep more of what the first had learnt than the new
one alone. Parts that only the first network has, such as tags that are new, are its own.

Sources: Wortsman et al., "Model soups", ICML 2022, and "Robust fine-tuning of zero-shot models", CVPR 2022.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch


def blend(paths: Sequence[Path], shares: Sequence[float]) -> dict[str, torch.Tensor]:
    """Return the weighted mean of the networks; values that are not floating-point numbers are those of the first."""
    networks = [torch.load(path, map_location="cpu") for path in paths]
    mean = dict(networks[0])
    for name, value in networks[0].items():
        if value.is_floating_point() and all(name in network for network in networks):
            mean[name] = sum(share * network[name] for share, network in zip(shares, networks, strict=True))
    return mean


def main() -> None:
    """Parse the command line and write the mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="+", type=Path)
    parser.add_argument("--shares", nargs="+", type=float, help="of each network, together 1; equal ones by default")
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    shares = args.shares or [1 / len(args.networks)] * len(args.networks)
    if len(shares) != len(args.networks) or abs(sum(shares) - 1) > 1e-6:
        parser.error("--shares needs one number for each network, together 1")
    torch.save(blend(args.networks, shares), args.to)


if __name__ == "__main__":
    main()
