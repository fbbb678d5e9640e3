"""Take the weights of the shipped graphs back, to train on from them.

    python training/restore.py --model src/sayso/model --to training/runs/shipped.pt

What ran in 8 bits comes back rounded so: a start for further training, not the network that was exported.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from network import Network, size_of
from onnx import GraphProto, NodeProto, numpy_helper

# A product in 8 bits with its bias, where ONNX Runtime has joined them.
PRODUCT = "DynamicQuantizeMatMul"


def restore(model: Path) -> dict[str, torch.Tensor]:
    """Return the weights of a network, by name, out of tagger.onnx and linker.onnx.

    Raises:
        ValueError: A weight of the network is not found.
    """
    found: dict[str, np.ndarray] = {}
    for name in ("tagger.onnx", "linker.onnx"):
        found |= _read_graph(onnx.load(model / name).graph)
    wanted = Network(size_of(found)).state_dict()
    if missing := [key for key, value in wanted.items() if key not in found or found[key].shape != tuple(value.shape)]:
        raise ValueError(f"{model}: no weights were found for {', '.join(missing)}")
    return {key: torch.from_numpy(found[key].copy()) for key in wanted}


def _read_graph(graph: GraphProto) -> dict[str, np.ndarray]:
    """Return the weights of a graph: those that kept their names, and the matrices before each bias."""
    kept = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    makers = {output: node for node in graph.node for output in node.output}
    found = {name.removeprefix("network."): value for name, value in kept.items() if name.startswith("network.")}
    for node in graph.node:
        bias = next((name for name in node.input if name.startswith("network.") and name.endswith(".bias")), None)
        if node.op_type not in {"Add", "FastGelu", PRODUCT} or bias is None:
            continue
        matrix = _find_matrix(node, makers, kept)
        found[bias.removeprefix("network.").removesuffix("bias") + "weight"] = matrix.T
    for value in kept.values():
        # The bias of the arcs was folded into the graph with another axis, and without its name.
        if value.dtype == np.float32 and value.ndim == 3 and value.shape[:2] == (2, 1):
            found["arc_bias"] = value[:, 0]
    return found


def _find_matrix(node: NodeProto, makers: dict[str, NodeProto], kept: dict[str, np.ndarray]) -> np.ndarray:
    """Return the matrix of the product that leads to a node, or that the node is."""
    while node.op_type not in {"MatMul", "MatMulInteger", PRODUCT}:
        node = next(
            makers[name] for name in node.input if name in makers and makers[name].op_type != "DynamicQuantizeLinear"
        )
    weight = node.input[1]
    if node.op_type == "MatMul":
        return kept[weight]
    base = weight.removesuffix("_quantized")
    zero = kept[base + "_zero_point"].astype(np.float32)
    return (kept[weight].astype(np.float32) - zero) * kept[base + "_scale"]


def main() -> None:
    """Parse the command line and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    args.to.parent.mkdir(parents=True, exist_ok=True)
    torch.save(restore(args.model), args.to)


if __name__ == "__main__":
    main()
