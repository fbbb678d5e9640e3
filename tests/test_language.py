"""The language of a text is found, or left open."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.article import Article
from sayso.language import could_be, find_language, has_passage, settle_language
from sayso.read import read_articles

from .each_case import each_case

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


@each_case("code", SENTENCES)
def test_a_sentence_shows_its_language(code: str) -> None:
    """One sentence of a listed language is enough."""
    found = find_language(SENTENCES[code])

    assert found is not None
    assert code == found.code
    assert 0 < found.share <= 1


@each_case("text", ["", "Roth", "12 – 17 (3)", "Anna Roth, Karl Berg, Coast Daily, Harbour Wire", "qx zw " * 50])
def test_doubt_is_left_open(text: str) -> None:
    """Names, numbers and letters without sense have no language."""
    assert find_language(text) is None


def test_foreign_words_in_a_quotation_do_not_change_the_language() -> None:
    """An English report of German words is English."""
    text = f"{SENTENCES['en']} “Die Brücke bleibt zu,” she added in German. {SENTENCES['en']}"

    found = find_language(text)

    assert found is not None
    assert found.code == "en"


def test_an_unlisted_language_is_at_least_not_english() -> None:
    """Of a language that is not listed, it can be said that it is not English; of a short text, it cannot."""
    estonian = "Sild jääb sügiseni suletuks, ütles linnapea reedel, ja keegi ei tea, kui palju see maksma läheb. "

    assert find_language(estonian * 3) is None
    assert not could_be(estonian * 3, "en")
    assert could_be("Sild jääb suletuks.", "en")
    assert could_be(SENTENCES["en"] * 3, "en")


def test_a_list_of_results_may_be_in_any_language() -> None:
    """Names, numbers and a word for the points show no language; a foreign text with its names does."""
    results = "\n".join(
        f"Norhaven {n} – Wold City {n + 3}: Anna Roth {n} points, Karl Berg {n + 1}." for n in range(30)
    )
    estonian = (
        "Sild jääb sügiseni suletuks, ütles linnapea Anna Roth reedel, ja keegi ei tea, kui palju see maksma läheb. "
    )

    assert could_be(results, "en")
    assert not could_be(estonian * 3, "en")


def test_a_passage_shows_the_language_of_a_text_of_lists() -> None:
    """English sentences before a list of things to buy are enough; foreign ones, and lists alone, are not."""
    things = "oats, almonds, soya milk, plain yoghurt, lean turkey mince, brown rice, steamed broccoli; " * 20
    estonian = "Sild jääb sügiseni suletuks, ütles linnapea reedel, ja keegi ei tea, kui palju see maksma läheb. "

    assert not could_be(SENTENCES["en"] * 3 + things, "en")
    assert has_passage(f"{SENTENCES['en']} " * 3 + things, "en")
    assert not has_passage(things, "en")
    assert not has_passage(estonian * 10, "en")


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    """No text raises, and what is found has two letters."""
    found = find_language(text)

    assert found is None or len(found.code) == 2
    assert could_be(text, "en") in (True, False)


PAPIAMENTO = (
    "E brug ta keda sera te cu otoño, alcalde Roth a bisa diabierna. Ningun hende no sa cuanto e trabou lo costa pa e "
    "pueblo, y kende mester paga esaki. Segun e conseho, e trahadonan a haya craca den e pilanan di e brug. "
)
GERMAN = (
    "Die Brücke bleibt bis zum Herbst zu, sagte die Bürgermeisterin am Freitag, und niemand weiß, was es kostet. Nach "
    "den Angaben der Stadt haben die Ingenieure in zwei Pfeilern Risse gefunden, die es vor einem Jahr nicht gab. "
)
ENGLISH = (
    "The bridge stays shut until the autumn, the mayor said on Friday, and nobody knows what it will cost. Engineers "
    "have found cracks in two of its piers, which were not there a year ago, and drivers go round by the marsh. "
)
INDONESIAN = "Jembatan itu tetap ditutup sampai musim gugur, kata wali kota pada hari Jumat, dan tidak ada yang tahu. "


@each_case(
    ("text", "stated", "language"),
    [
        (SENTENCES["de"] * 3, "en", "de"),
        (INDONESIAN * 3, "en", "id"),
        (PAPIAMENTO * 3, "en", None),
        (SENTENCES["en"] * 3, "de", "en"),
        (SENTENCES["en"] * 3, "hr", "en"),
        (SENTENCES["en"] * 3, None, "en"),
        (PAPIAMENTO * 3, "pap", "pap"),
        (SENTENCES["de"], "en", "en"),
        (SENTENCES["en"] * 3 + SENTENCES["ja"] * 3, "en", "en"),
        ("", "en", "en"),
    ],
)
def test_the_text_decides_against_what_is_stated(text: str, stated: str | None, language: str | None) -> None:
    """A long text in another language than the stated one has its own; a short one has the stated one."""
    assert settle_language(text, stated) == language


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (PAPIAMENTO, None), (ENGLISH, "en")])
def test_a_page_in_another_language_than_it_says(text: str, language: str | None) -> None:
    """A page whose lang attribute says "en" has the language of its text, and says that this is where it is from."""
    page = f"<html lang=en><body><article><h1>Brug</h1><p>{text}</p></article></body></html>"

    (article,) = read_articles([io.BytesIO(page.encode())])

    assert article.language == language
    assert dict(article.origins).get("language") == ("html lang" if language == "en" else language and "text")


def test_the_language_of_a_record_stays() -> None:
    """Whoever writes a language into JSON Lines is believed."""
    line = f'{{"id": "a", "language": "en", "text": "{SENTENCES["de"] * 3}"}}'

    (article,) = read_articles([io.BytesIO(line.encode())])

    assert isinstance(article, Article)
    assert article.language == "en"
