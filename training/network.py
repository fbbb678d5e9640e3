"""The network: a BERT encoder with two layers of tags and two arc scorers.

Base: all-MiniLM-L6-v2 (Apache-2.0), 6 layers of 384; or for a larger network the lower 8 layers of
all-mpnet-base-v2 (Apache-2.0), whose attention also weighs distances (Song et al., NeurIPS 2020). The
word embeddings are rounded to 8 bits a row and frozen, so what is trained is what is shipped. The arc
scorers are biaffine (Dozat and Manning, ICLR 2017): each piece scores every piece of the window as the
cue of its content, and as the source of its cue; a piece that scores itself highest has none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from sayso.analyse.model_spans import CARRIER_TAGS, MENTION_TAGS
from sayso.analyse.pair_states import WIDTH

TAGS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
MAX_PIECES = 512
SHAPES, SCHEMES, ARC_WIDTH = 7, 3, 192
DISTANCES, PARAGRAPHS, PACE = 10, 3, 8.0
FAR = 128  # pieces: beyond, all distances weigh the same in mpnet's attention


@dataclass(frozen=True)
class Size:
    """What one base's network differs in from another's."""

    width: int
    layers: int
    inner: int  # of the two products of a layer after its attention
    heads: int = 12
    head_width: int = 32
    eps: float = 1e-12
    weighs_distance: bool = False


SIZES = {
    "minilm": Size(384, 6, 1536),
    "minilm-4": Size(384, 4, 1536),
    "minilm-narrow": Size(384, 6, 1152),
    "mpnet": Size(768, 8, 3072, head_width=64, eps=1e-5, weighs_distance=True),
}


class Layer(nn.Module):
    """One transformer layer, normalised after each half, as BERT has it."""

    def __init__(self, size: Size, dropout: float) -> None:
        super().__init__()
        self.heads, self.head_width, self.dropout = size.heads, size.head_width, dropout
        width, inner, attended = size.width, size.inner, size.heads * size.head_width
        self.qkv = nn.Linear(width, 3 * attended)
        self.out = nn.Linear(attended, width)
        self.norm1 = nn.LayerNorm(width, eps=size.eps)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=size.eps)

    def forward(self, x: Tensor, mask: Tensor | None, bias: Tensor | None) -> Tensor:
        """Return the states of a batch after this layer; without a mask, as the exported graph has them.

        `bias` is added to the scores of attention; with a mask it is part of that.
        """
        if mask is None:  # the exported graph: one unpadded window
            a = self.attend_by_head(x, bias)
        else:
            b, t, _ = x.shape
            q, k, v = self.qkv(x).view(b, t, 3, self.heads, self.head_width).permute(2, 0, 3, 1, 4)
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(b, t, -1)
        a = self.out(a)
        x = self.norm1(x + F.dropout(a, self.dropout, self.training))
        y = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(y, self.dropout, self.training))

    def attend_by_head(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """Return what each head attends to, beside each other; the scores of one head at a time stay in the cache."""
        width = self.head_width
        parts = self.qkv(x).split(width, -1)
        heads = []
        for n in range(self.heads):
            q, k, v = parts[n :: self.heads]
            scores = q @ k.transpose(-1, -2) / math.sqrt(width)
            heads.append(torch.softmax(scores if bias is None else scores + bias[:, n], -1) @ v)
        return torch.cat(heads, -1)


class Network(nn.Module):
    """Pieces of a window → outer tags, inner tags, content→cue arcs, cue→source arcs."""

    def __init__(self, size: Size = SIZES["minilm"], vocab: int = 30522, dropout: float = 0.1) -> None:
        super().__init__()
        width = size.width
        self.compares = True  # older weights compare no mentions
        self.register_buffer("word_rows", torch.zeros(vocab, width, dtype=torch.int8))
        self.register_buffer("word_scales", torch.ones(vocab, 1))
        self.position = nn.Embedding(MAX_PIECES, width)
        self.shape = nn.Embedding(SHAPES, width)
        self.quoted = nn.Embedding(2, width)
        self.first = nn.Embedding(2, width)
        self.scheme = nn.Embedding(SCHEMES, width)
        for extra in (self.shape, self.quoted, self.first, self.scheme):
            nn.init.normal_(extra.weight, std=0.01)
        self.norm = nn.LayerNorm(width, eps=size.eps)
        if size.weighs_distance:  # by how far a piece is from another, as the base has it; not trained
            self.register_buffer("far", torch.zeros(size.heads, 2 * MAX_PIECES - 1))
        self.layers = nn.ModuleList(Layer(size, dropout) for _ in range(size.layers))
        self.dropout = dropout
        self.outer = nn.Linear(width, len(TAGS))
        self.inner = nn.Linear(width, len(TAGS))
        self.mention = nn.Linear(width, len(MENTION_TAGS))
        self.carrier = nn.Linear(width, len(CARRIER_TAGS))
        # What an anaphor asks for, what a mention answers, and how likely somebody new, and nobody, is meant.
        self.pair = nn.Linear(width, 2 * WIDTH + 2)
        nn.init.normal_(self.pair.weight, std=0.5 / math.sqrt(width))
        nn.init.zeros_(self.pair.bias)
        self.arc_from = nn.Linear(width, 2 * ARC_WIDTH)
        self.arc_to = nn.Linear(width, 2 * ARC_WIDTH)
        self.arc_form = nn.Parameter(torch.empty(2, ARC_WIDTH, ARC_WIDTH))
        nn.init.normal_(self.arc_form, std=0.3 / math.sqrt(ARC_WIDTH))
        self.arc_bias = nn.Parameter(torch.zeros(2, ARC_WIDTH))
        # How far, and how many paragraphs off: few numbers that matter much, so they move PACE times faster.
        self.arc_distance = nn.Parameter(torch.zeros(2, 2 * DISTANCES - 1))
        steps = torch.arange(-PARAGRAPHS, PARAGRAPHS + 1).abs().clamp(max=2)
        self.arc_paragraph = nn.Parameter(torch.stack([-4.0 * steps, -2.0 * steps]) / PACE)

    def encode(
        self, ids: Tensor, shape: Tensor, quoted: Tensor, first: Tensor, scheme: Tensor, mask: Tensor | None
    ) -> Tensor:
        """Return the state of each piece, [windows, pieces, width]."""
        words = self.word_rows[ids].float() * self.word_scales[ids]
        x = (
            words
            + self.position(torch.arange(ids.shape[1]))
            + self.shape(shape)
            + self.quoted(quoted)
            + self.first(first)
        )
        x = F.dropout(self.norm(x + self.scheme(scheme)[:, None]), self.dropout, self.training)
        keep = None if mask is None else mask[:, None, None, :]
        bias = self.weigh_distances(ids.shape[1])
        if keep is not None and bias is not None:
            keep = bias.masked_fill(~keep, -1e4)
        for layer in self.layers:
            x = layer(x, keep, bias)
        return F.dropout(x, self.dropout, self.training)

    def weigh_distances(self, pieces: int) -> Tensor | None:
        """Return what is added to the scores of attention, [1, heads, pieces, pieces]; None if nothing is."""
        if not hasattr(self, "far"):
            return None
        at = torch.arange(pieces)
        return self.far[:, at[None, :] - at[:, None] + MAX_PIECES - 1][None]

    def tag(self, x: Tensor) -> Tensor:
        """Return scores of the tags, [windows, outer and inner, pieces, tags]."""
        return torch.stack([self.outer(x), self.inner(x)], 1)

    def link(self, x: Tensor, at: Tensor, paragraph: Tensor) -> Tensor:
        """Return scores of the arcs between pieces: [windows, 2, from, to].

        `at` are their places, `paragraph` the numbers of their paragraphs, both [windows, pieces].
        """
        b, t, _ = x.shape
        head = F.gelu(self.arc_to(x)).view(b, t, 2, ARC_WIDTH).transpose(1, 2)
        tail = F.gelu(self.arc_from(x)).view(b, t, 2, ARC_WIDTH).transpose(1, 2)
        arcs = (tail @ self.arc_form + self.arc_bias[:, None]) @ head.transpose(-1, -2)
        gap = (at[:, None, :] - at[:, :, None]).clamp(-MAX_PIECES, MAX_PIECES)
        size = torch.log2(gap.abs().float().clamp(min=0.5)).add(1).floor().long().clamp(max=DISTANCES - 1)
        far = torch.where(gap < 0, -size, size) + DISTANCES - 1
        off = (paragraph[:, None, :] - paragraph[:, :, None]).clamp(-PARAGRAPHS, PARAGRAPHS) + PARAGRAPHS
        bias = self.arc_distance[:, far] + self.arc_paragraph[:, off]
        return arcs + PACE * bias.transpose(0, 1)

    def forward(
        self, ids: Tensor, shape: Tensor, quoted: Tensor, first: Tensor, scheme: Tensor, mask: Tensor
    ) -> tuple[Tensor, ...]:
        """Return scores of tags, arcs, mentions and carriers, and what compares mentions, for training."""
        x = self.encode(ids, shape, quoted, first, scheme, mask)
        arcs = self.link(x, torch.arange(ids.shape[1]).expand_as(ids), first.cumsum(1))
        arcs = arcs.masked_fill(~mask[:, None, None, :], -1e4)
        return self.tag(x), arcs, self.mention(x), self.carrier(x), self.pair(x)


def restore(state: dict[str, Tensor]) -> Network:
    """Return the network whose weights these are."""
    network = Network(size_of(state))
    network.compares = "pair.weight" in state
    older = {name: it for name, it in network.state_dict().items() if name.startswith("pair.")}
    network.load_state_dict(older | state)
    return network


def size_of(state: Mapping[str, Tensor | NDArray[Any]]) -> Size:
    """Return the one of SIZES that the weights have."""
    width, layers = state["position.weight"].shape[1], count_layers(state)
    inner, attended = state["layers.0.up.weight"].shape[0], state["layers.0.out.weight"].shape[1]
    wanted = (width, layers, inner, attended)
    [size] = [it for it in SIZES.values() if (it.width, it.layers, it.inner, it.heads * it.head_width) == wanted]
    return size


def count_layers(state: Iterable[str]) -> int:
    """Return how many layers the network has whose weights these are."""
    return len({name.split(".")[1] for name in state if name.startswith("layers.")})


def thin(state: dict[str, Tensor], layers: int) -> dict[str, Tensor]:
    """Return weights with only so many of the layers, evenly drawn, the first and the last among them."""
    had = count_layers(state)
    if layers >= had:
        return state
    drawn = [round(n * (had - 1) / (layers - 1)) for n in range(layers)]
    out = {name: it for name, it in state.items() if not name.startswith("layers.")}
    for n, old in enumerate(drawn):
        at = f"layers.{old}."
        out |= {f"layers.{n}.{name.removeprefix(at)}": it for name, it in state.items() if name.startswith(at)}
    return out


def load_base(network: Network, tensors: dict[str, Tensor]) -> None:
    """Fill the network with the weights of its base, word embeddings rounded to 8 bits a row."""
    words, places = tensors["embeddings.word_embeddings.weight"], tensors["embeddings.position_embeddings.weight"]
    if hasattr(network, "far"):
        words, places = words_of_mpnet(words), places[2:]
        network.far.copy_(distances_of_mpnet(tensors["encoder.relative_attention_bias.weight"]))
        names = MPNET_NAMES
    else:
        # The token type is always 0 here, so its embedding goes into the positions.
        places = places + tensors["embeddings.token_type_embeddings.weight"][0]
        names = BERT_NAMES
    scales = words.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
    network.word_rows.copy_((words / scales).round().to(torch.int8))
    network.word_scales.copy_(scales)
    network.position.weight.data.copy_(places)
    copy(network.norm, tensors, "embeddings.LayerNorm")
    for n, layer in enumerate(network.layers):
        at = f"encoder.layer.{n}."
        for part in ("weight", "bias"):
            joined = torch.cat([tensors[f"{at}{name}.{part}"] for name in names["qkv"]])
            getattr(layer.qkv, part).data.copy_(joined)
        copy(layer.out, tensors, at + names["out"])
        copy(layer.norm1, tensors, at + names["norm1"])
        copy(layer.up, tensors, at + "intermediate.dense")
        copy(layer.down, tensors, at + "output.dense")
        copy(layer.norm2, tensors, at + "output.LayerNorm")


BERT_NAMES = {
    "qkv": ["attention.self.query", "attention.self.key", "attention.self.value"],
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
}
MPNET_NAMES = {
    "qkv": ["attention.attn.q", "attention.attn.k", "attention.attn.v"],
    "out": "attention.attn.o",
    "norm1": "attention.LayerNorm",
}


def words_of_mpnet(words: Tensor) -> Tensor:
    """Return the rows of mpnet's words in the order of BERT's, whose tokenizer is used for both."""
    ours = words[4:-1].clone()  # four special pieces before BERT's, <mask> after
    ours[101], ours[102] = words[0], words[2]  # [CLS] and [SEP] are called <s> and </s> there
    return ours


def distances_of_mpnet(kept: Tensor) -> Tensor:
    """Return for each head what a distance of -511 to 511 pieces adds to the scores of attention."""
    gap = torch.arange(1 - MAX_PIECES, MAX_PIECES)
    half = kept.shape[0] // 2
    near = half // 2
    wide = near + (torch.log(gap.abs().clamp(min=1) / near) / math.log(FAR / near) * (half - near)).long()
    bucket = torch.where(gap.abs() < near, gap.abs(), wide.clamp(max=half - 1)) + half * (gap > 0)
    return kept[bucket].T


def copy(module: nn.Module, tensors: dict[str, Tensor], name: str) -> None:
    """Copy weight and bias of one part."""
    module.weight.data.copy_(tensors[name + ".weight"])
    module.bias.data.copy_(tensors[name + ".bias"])
