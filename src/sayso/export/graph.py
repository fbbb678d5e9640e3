"""Lineages as a graph in GraphML, which Gephi, Cytoscape and networkx open: passages, and how words came to them.

GraphML: Brandes et al., GD 2001; http://graphml.graphdrawing.org.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO
from xml.sax.saxutils import quoteattr

from sayso.cluster import Cluster
from sayso.export.xml_text import write_xml_text

__all__ = ["write_cluster_graph"]

_NODE = "label cluster article statement outlet published speaker kind text".split()
_EDGE = "evidence change carrier".split()


def write_cluster_graph(clusters: Iterable[Cluster], stream: TextIO) -> None:
    """Write the passages of all clusters as nodes, and the steps between them as directed edges."""
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for end, names in (("node", _NODE), ("edge", _EDGE)):
        stream.writelines(f'<key id="{it}" for="{end}" attr.name="{it}" attr.type="string"/>\n' for it in names)
    stream.write('<key id="is_earliest" for="node" attr.name="is_earliest" attr.type="boolean"/>\n')
    stream.write('<key id="other_speaker" for="edge" attr.name="other_speaker" attr.type="boolean"/>\n')
    stream.write('<graph edgedefault="directed">\n')
    for cluster in clusters:
        stream.writelines(_list_lines(cluster))
    stream.write("</graph>\n</graphml>\n")


def _list_lines(cluster: Cluster) -> Iterator[str]:
    earliest = set(cluster.earliest)
    for number, it in enumerate(cluster.passages):
        values = (it.outlet or it.article, cluster.id, it.article, it.statement, it.outlet, it.published, it.speaker)
        facts = dict(zip(_NODE, (*values, it.kind, it.text), strict=True))
        yield f"<node id={_name(cluster, number)}>{_show({**facts, 'is_earliest': number in earliest})}</node>\n"
    for edge in cluster.edges:
        facts = {"evidence": edge.evidence, "change": edge.change.value, "carrier": edge.carrier}
        ends = f"source={_name(cluster, edge.start)} target={_name(cluster, edge.end)}"
        yield f"<edge {ends}>{_show({**facts, 'other_speaker': edge.is_other_speaker})}</edge>\n"


def _name(cluster: Cluster, number: int) -> str:
    return quoteattr(f"{cluster.id}.{number}")


def _show(facts: dict[str, str | bool | None]) -> str:
    shown = {
        name: str(value).lower() if isinstance(value, bool) else write_xml_text(value)
        for name, value in facts.items()
        if value is not None
    }
    return "".join(f'<data key="{name}">{value}</data>' for name, value in shown.items())
