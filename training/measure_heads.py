"""How well a trained network finds mentions and carriers in the articles that its run held out.

    python training/measure_heads.py --shared ../shared --run training/runs/one

Of mentions only those of speakers are marked in the guide's pages, so the share found is printed, and what became of
the rest. Carriers are all marked: precision, recall and F1 of their places, and the share whose `how` is right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from corpora import Example, read_training
from network import Network, restore
from tokenizers import Tokenizer
from train import load_tokenizer
from windows import Targets, cut, target, window

from sayso.analyse.model_spans import CARRIER_TAGS, MENTION_TAGS

Spans = list[tuple[int, int, str]]


def tag_article(network: Network, targets: Targets) -> tuple[np.ndarray, np.ndarray]:
    """Return the likeliest tags of mentions and of carriers, a piece each."""
    mentions, carriers = [], []
    for start, end in cut(targets, None):
        w = window(targets, start, end)
        rows = [torch.from_numpy(row)[None] for row in (w.ids, w.shape, w.quoted, w.first)]
        x = network.encode(*rows, torch.tensor([w.scheme]), None)
        mentions.append(network.mention(x)[0, 1:-1].argmax(-1).numpy())
        carriers.append(network.carrier(x)[0, 1:-1].argmax(-1).numpy())
    return np.concatenate(mentions), np.concatenate(carriers)


def list_spans(tags: np.ndarray, names: list[str], targets: Targets) -> Spans:
    """Return the spans that some tags make, in code points."""
    found: Spans = []
    last = ""
    for tag, start, end in zip(tags, targets.pieces.starts, targets.pieces.ends, strict=True):
        edge, _, kind = names[tag].partition("-")
        if edge == "I" and last == kind and found:
            found[-1] = (found[-1][0], int(end), kind)
        elif edge != "O":
            found.append((int(start), int(end), kind))
        last = kind if edge != "O" else ""
    return found


def count_mentions(example: Example, found: Spans, counts: Counter[tuple[str, str]]) -> None:
    """Count the marked mentions that are found, found under another kind, and missed."""
    for start, end, kind in example.mentions.spans if example.mentions else ():
        if kind is None:
            continue
        near = [one for one in found if one[0] < end and start < one[1]]
        if any(one == (start, end, kind) for one in near):
            counts[kind, "found"] += 1
        elif any(one[2] == kind for one in near):
            counts[kind, "other edges"] += 1
        else:
            counts[kind, f"as {near[0][2]}" if near else "missed"] += 1


def count_carriers(example: Example, found: Spans, counts: Counter[str]) -> None:
    """Count the carriers that are marked, found, and both."""
    gold = example.carriers or []
    counts["marked"] += len(gold)
    counts["found"] += len(found)
    for start, end, how in gold:
        near = [one for one in found if one[0] < end and start < one[1]]
        counts["both"] += bool(near)
        counts["how"] += any(one[2] == how for one in near)
    counts["true"] += sum(any(one[0] < end and start < one[1] for start, end, _ in gold) for one in found)


def measure(network: Network, examples: list[Example], tokenizer: Tokenizer) -> None:
    """Print the tables."""
    mentions: Counter[tuple[str, str]] = Counter()
    carriers: Counter[str] = Counter()
    for example in examples:
        targets = target(example, tokenizer)
        tags = tag_article(network, targets)
        count_mentions(example, list_spans(tags[0], MENTION_TAGS, targets), mentions)
        if example.carriers is not None:
            count_carriers(example, list_spans(tags[1], CARRIER_TAGS, targets), carriers)
    for kind in sorted({kind for kind, _ in mentions}):
        row = {what: n for (one, what), n in mentions.most_common() if one == kind}
        print(f"{kind}: {row.get('found', 0) / sum(row.values()):.3f} of {sum(row.values())}", row)
    precision, recall = (carriers[a] / max(1, carriers[b]) for a, b in (("true", "found"), ("both", "marked")))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    how = carriers["how"] / max(1, carriers["both"])
    print(f"carriers: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}, how {how:.3f}", dict(carriers))


def main() -> None:
    """Parse the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    args = parser.parse_args()
    plan = json.loads((args.run / "plan.json").read_text())
    held = [e for e in read_training(args.shared) if e.id in set(plan["held"]) and e.mentions is not None]
    network = restore(torch.load(args.run / "network.pt"))
    network.eval()
    with torch.inference_mode():
        measure(network, held, load_tokenizer())


if __name__ == "__main__":
    main()
