"""Write the trained network as the ONNX file that the package ships.

`python training/export.py --weights training/runs/one/network.pt --to src/sayso/model`

The graph takes one window without padding. Matrix products of the encoder run in 8 bits (dynamic
quantization, one scale a window's activations and one a row of weights); the heads stay in 32 bits.
The graph is written as ONNX Runtime runs it, its operators joined, which takes half of the time of loading.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import onnx
import onnxruntime
import torch
from network import Network, restore
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from train import base_folder

from sayso.analyse.tagger import SLOW_FUSIONS, make_options


class Tagger(nn.Module):
    """One window in: log-probabilities of its tags, the states of its pieces, and what else is tagged."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, shape: Tensor, quoted: Tensor, first: Tensor, scheme: Tensor) -> tuple[Tensor, ...]:
        """Return log-probabilities of tags, the states, those of mentions and carriers, and what compares mentions."""
        x = self.network.encode(ids, shape, quoted, first, scheme, None)
        tags, mentions, carriers = self.network.tag(x), self.network.mention(x), self.network.carrier(x)
        return (
            torch.log_softmax(tags, -1)[0],
            x[0],
            torch.log_softmax(mentions, -1)[0],
            torch.log_softmax(carriers, -1)[0],
            self.network.pair(x)[0],
        )


class Linker(nn.Module):
    """States of some pieces and their places in: the scores of the arcs between them."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, states: Tensor, at: Tensor, paragraph: Tensor) -> Tensor:
        """Return the scores of the arcs from each of the pieces to each."""
        return self.network.link(states[None], at[None], paragraph[None])[0]


def export(weights: Path, to: Path, *, exact: bool = False) -> list[Path]:
    """Return the paths of the written graphs; `exact` leaves all in 32 bits (for comparison, not for shipping)."""
    network = restore(torch.load(weights, map_location="cpu"))
    network.eval()
    to.mkdir(parents=True, exist_ok=True)
    flags = torch.ones(1, 128, dtype=torch.long)
    window = (torch.randint(1000, 20000, (1, 128)), flags, flags, flags, torch.zeros(1, dtype=torch.long))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "tagger.onnx"
        names = ["ids", "shape", "quoted", "first", "scheme"]
        axes = {**{name: {1: "pieces"} for name in names[:4]}, "tags": {1: "pieces"}}
        rows = ["states", "mentions", "carriers", "pairs"]
        axes |= {name: {0: "pieces"} for name in rows}
        write(Tagger(network), window, plain, names, ["tags", *rows], axes)
        if exact:
            shutil.copy(plain, to / "tagger.onnx")
        else:
            shrink(plain, Path(folder) / "small.onnx")
            join(Path(folder) / "small.onnx", to / "tagger.onnx")
    some = (torch.randn(20, network.norm.normalized_shape[0]), torch.arange(20) * 9, torch.arange(20) // 4)
    axes = {"states": {0: "some"}, "at": {0: "some"}, "paragraph": {0: "some"}, "arcs": {1: "some", 2: "some"}}
    write(Linker(network), some, to / "linker.onnx", ["states", "at", "paragraph"], ["arcs"], axes)
    shutil.copy(base_folder() / "tokenizer.json", to / "tokenizer.json")
    return [to / "tagger.onnx", to / "linker.onnx"]


def write(
    module: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    inputs: list[str],
    outputs: list[str],
    axes: dict[str, dict[int, str]],
) -> None:
    """Return one graph, with lengths left open."""
    torch.onnx.export(
        module,
        example,
        str(path),
        input_names=inputs,
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def shrink(plain: Path, to: Path) -> None:
    """Return the graph with the encoder's matrix products in 8 bits."""
    wide = [n.name for n in onnx.load(plain).graph.node if n.op_type == "MatMul" and "/layers" in n.name]
    # 7 bits: in 8, sums overflow on processors without VNNI, which then read otherwise, or nothing at all.
    quantize_dynamic(
        plain, to, nodes_to_quantize=wide, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )


def join(small: Path, to: Path) -> None:
    """Write the graph with its operators joined, as ONNX Runtime would do it at each load."""
    options = make_options()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(to)
    onnxruntime.InferenceSession(
        str(small), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
    )
    # An older ONNX Runtime may not know all domains that a newer one lists.
    graph = onnx.load(to)
    used = {node.domain for node in graph.graph.node}
    kept = [it for it in graph.opset_import if it.domain in used]
    del graph.opset_import[:]
    graph.opset_import.extend(kept)
    onnx.save(graph, to)


def main() -> None:
    """Parse the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--exact", action="store_true", help="32 bits throughout")
    args = parser.parse_args()
    for path in export(args.weights, args.to, exact=args.exact):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
