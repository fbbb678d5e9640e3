from __future__ import annotations

from wires import Credit, count_credits, is_shown, read_gold


def test_credits_are_counted_where_the_text_shows_them() -> None:
    """A wire counts towards recall only where the article's edges name it; one that gold lacks costs precision."""
    texts = {
        "a": "WOLD (AP) — It rained.",
        "b": "It rained.",
        "c": "LORME (Reuters) — It poured.",
    }
    gold = read_gold([{"doc": "a", "wire": "AP", "credit": "None"}, {"doc": "b", "wire": "UPI", "credit": "None"}])
    wire = count_credits(gold, texts)["wire"]

    assert (wire.gold, wire.shown, wire.found, wire.right) == (2, 1, 2, 1)
    assert (wire.precision, wire.recall) == (0.5, 1.0)


def test_a_hat_tip_needs_words_that_say_so() -> None:
    """A name alone is no hat tip."""
    credit = Credit("a", "h/t", "hill")

    assert is_shown(credit, "It rained.\n\nh/t The Hill")
    assert not is_shown(credit, "The Hill said it rained.")
