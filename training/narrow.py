"""Make a network of narrower layers: `python training/narrow.py --weights FILE --shared ../shared --to FILE`.

Of each layer, the heads and the inner units stay that matter most for the losses: those whose outputs,
times the slope of the loss, are largest over some training windows (Michel, Levy and Neubig, NeurIPS 2019).
What comes out has to be trained again: `train.py --start FILE --base minilm-narrow --teacher …`.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch
from corpora import read_training
from network import SIZES, Layer, Network, restore
from torch import Tensor
from train import Plan, batches, epoch_windows, load_tokenizer, losses, split, sum_losses
from windows import target


def weigh(network: Network, shared: Path, plan: Plan, count: int) -> list[tuple[Tensor, Tensor]]:
    """Return for each layer how much each head and each inner unit matter, over so many batches."""
    tokenizer = load_tokenizer()
    examples, _ = split(read_training(shared, plan.sets.split(",")), plan)
    random.Random(plan.seed).shuffle(examples)
    examples = examples[: 12 * count]
    windows = epoch_windows(examples, [target(e, tokenizer) for e in examples], plan, 0, tokenizer)
    seen: dict[int, Tensor] = {}

    def keep(part: torch.nn.Module, given: tuple[Tensor, ...]) -> None:
        """Remember what goes into a product, with its slope."""
        given[0].retain_grad()
        seen[id(part)] = given[0]

    for layer in network.layers:
        layer.out.register_forward_pre_hook(keep)
        layer.down.register_forward_pre_hook(keep)
    sums = [(torch.zeros(layer.heads), torch.zeros(layer.down.in_features)) for layer in network.layers]
    for n, batch in enumerate(batches(windows, plan, 0)[:count]):
        network.zero_grad()
        sum_losses(losses(network, batch, plan, random.Random(n)), plan).backward()
        for layer, (heads, units) in zip(network.layers, sums, strict=True):
            heads.add_(matter(seen[id(layer.out)], layer.heads))
            units.add_(matter(seen[id(layer.down)], len(units)))
    return sums


def matter(given: Tensor, groups: int) -> Tensor:
    """Return for each group of columns how much the loss would change without it, summed over windows."""
    change = (given * given.grad).detach().unflatten(-1, (groups, -1)).sum(-1)
    return change.sum(1).abs().sum(0)


def narrow(layer: Layer, kept: Layer, heads: Tensor, units: Tensor) -> None:
    """Fill the narrower layer `kept` with the best heads and units of `layer`."""
    best = heads.topk(kept.heads).indices.sort().values
    columns = (best[:, None] * layer.head_width + torch.arange(layer.head_width)).flatten()
    rows = torch.cat([columns + n * layer.heads * layer.head_width for n in range(3)])
    inner = units.topk(kept.up.out_features).indices.sort().values
    with torch.no_grad():
        kept.qkv.weight.copy_(layer.qkv.weight[rows])
        kept.qkv.bias.copy_(layer.qkv.bias[rows])
        kept.out.weight.copy_(layer.out.weight[:, columns])
        kept.out.bias.copy_(layer.out.bias)
        kept.up.weight.copy_(layer.up.weight[inner])
        kept.up.bias.copy_(layer.up.bias[inner])
        kept.down.weight.copy_(layer.down.weight[:, inner])
        kept.down.bias.copy_(layer.down.bias)


def share(weights: Tensor, count: int) -> float:
    """Return how much of the sum the largest make up."""
    return float(weights.topk(count).values.sum() / weights.sum())


def main() -> None:
    """Parse the command line and write the narrower network."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="network.pt of a wider network")
    parser.add_argument("--shared", type=Path, required=True, help="the folder that holds data/")
    parser.add_argument("--to", type=Path, required=True, help="the file to write")
    parser.add_argument("--base", default="minilm-narrow", help="its size, one of SIZES")
    parser.add_argument("--fold", type=int, default=-1, help="the part that stays held out")
    parser.add_argument("--batches", type=int, default=60)
    args = parser.parse_args()
    torch.manual_seed(7)
    wide = restore(torch.load(args.weights))
    plan = Plan(fold=args.fold, batch_pieces=3000, mention_weight=0.4, carrier_weight=2.0)
    sums = weigh(wide, args.shared, plan, args.batches)
    thin = Network(SIZES[args.base])
    had, has = wide.state_dict(), thin.state_dict()
    thin.load_state_dict(has | {k: v for k, v in had.items() if has[k].shape == v.shape})
    for layer, kept, (heads, units) in zip(wide.layers, thin.layers, sums, strict=True):
        narrow(layer, kept, heads, units)
        of_heads, of_units = share(heads, kept.heads), share(units, kept.up.out_features)
        print(f"kept {of_heads:.2f} of what heads do, {of_units:.2f} of what inner units do")
    torch.save(thin.state_dict(), args.to)


if __name__ == "__main__":
    main()
