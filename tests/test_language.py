"""The language of a text is told, or left open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.language import could_be, tell_language

SENTENCES = {
    "en": "The bridge stays shut until the autumn, the mayor said on Friday, and nobody knows what it will cost.",
    "de": "Die Brücke bleibt bis zum Herbst zu, sagte die Bürgermeisterin am Freitag, und niemand weiß, was es kostet.",
    "fr": "Le pont reste fermé jusqu'à l'automne, a dit la maire vendredi, et personne ne sait ce que cela va coûter.",
    "es": "El puente sigue cerrado hasta el otoño, dijo la alcaldesa el viernes, y nadie sabe lo que va a costar.",
    "it": "Il ponte resta chiuso fino all'autunno, ha detto la sindaca venerdì, e non si sa che cosa ci costerà.",
    "pt": "A ponte fica fechada até ao outono, disse a presidente ontem, e ninguém sabe o que isso vai custar.",
    "nl": "De brug blijft tot de herfst dicht, zei de burgemeester op vrijdag, en niemand weet wat het zal kosten.",
    "sv": "Bron är stängd till hösten, sade borgmästaren, och det är ingen som vet vad det kommer att kosta.",
    "pl": "Most jest zamknięty do jesieni, jak powiedziała w piątek burmistrz, i nie wiadomo, co to będzie kosztować.",
    "ru": "Мост будет закрыт до осени, как сказала в пятницу мэр, и никто не знает, что это будет стоить.",
    "uk": "Міст буде закрито до осені, як сказала мер у п'ятницю, і ніхто не знає, що це буде коштувати.",
    "ar": "قالت رئيسة البلدية إن الجسر مغلق حتى الخريف ولا أحد يعرف ما هي كلفة ذلك على المدينة",
    "ja": "橋は秋まで閉鎖されたままだと市長は金曜日に述べた。",
    "zh": "市长周五表示，这座桥将关闭到秋天，没有人知道费用是多少。",
    "el": "Η γέφυρα παραμένει κλειστή μέχρι το φθινόπωρο, είπε η δήμαρχος.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_tells_its_language(code: str) -> None:
    """One sentence of a listed language is enough."""
    told = tell_language(SENTENCES[code])

    assert told is not None
    assert code == told.code
    assert 0 < told.share <= 1


@pytest.mark.parametrize(
    "text", ["", "Roth", "12 – 17 (3)", "Anna Roth, Karl Berg, Coast Daily, Harbour Wire", "qx zw " * 50]
)
def test_doubt_is_left_open(text: str) -> None:
    """Names, numbers and letters without sense have no language."""
    assert tell_language(text) is None


def test_foreign_words_in_a_quotation_do_not_change_the_language() -> None:
    """An English report of German words is English."""
    text = f"{SENTENCES['en']} “Die Brücke bleibt zu,” she added in German. {SENTENCES['en']}"

    told = tell_language(text)

    assert told is not None
    assert told.code == "en"


def test_an_unlisted_language_is_at_least_not_english() -> None:
    """Of a language that is not listed, it can be said that it is not English; of a short text, it cannot."""
    estonian = "Sild jääb sügiseni suletuks, ütles linnapea reedel, ja keegi ei tea, kui palju see maksma läheb. "

    assert tell_language(estonian * 3) is None
    assert not could_be(estonian * 3, "en")
    assert could_be("Sild jääb suletuks.", "en")
    assert could_be(SENTENCES["en"] * 3, "en")


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    """No text makes the telling fail, and what is told has two letters."""
    told = tell_language(text)

    assert told is None or len(told.code) == 2
    assert could_be(text, "en") in (True, False)
