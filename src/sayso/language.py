"""Find the language of a text by its frequent words and its script; None if that leaves doubt.

Each language has a list of its most frequent words. The language with the most of its words in the text is chosen, if
its lead over the next one is clear. The lists were made for this project. Languages with a script of their own are
recognised by it. Croatian and Bosnian, which share their words with Serbian, count as "sr".
Measured by evaluation/languages.py.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache

from sayso.late import compile_late

__all__ = ["FoundLanguage", "could_be", "find_language", "has_passage", "settle_language"]

# Only the beginning of a text is looked at; this much takes 1 to 4 ms.
LOOKED_AT_CHARS = 20_000
# Below this, names and foreign words weigh too much.
MIN_WORDS = 4
MIN_HITS = 3.0
# In 19 of 20 of 914 English articles, at least 0.35 of the words are frequent ones, and in none fewer than 0.19. German
# articles are alike, except for tables of results.
MIN_SHARE = 0.18
# The lead that the best language needs over the next one; close languages are decided by the words that only one has.
MIN_LEAD = 1.25
# Danish and Norwegian share most of their frequent words; the others decide.
CLOSE = ({"da", "no"}, {"cs", "sk"}, {"nl", "af"}, {"es", "ca"})
APART_LEAD = 2.0
# For `could_be`: all of 1,064 English texts pass, 3 of their beginnings of 300 characters fail, and German ones fail.
MIN_WORDS_TO_EXCLUDE = 30
MIN_LETTERS_TO_EXCLUDE = 150
MIN_POSSIBLE_SHARE = 0.12
# For `could_be`: a list of names and results says nothing about the language. Of 237 English texts and 700 German
# ones, whose nouns have capitals too, 99 in 100 have fewer words with a capital.
MAX_NAMES_SHARE = 0.55
# For `has_passage`: in each of the same English texts, at least 0.38 of 50 words in a row are frequent ones; in the
# German ones, at most 0.18.
PASSAGE_WORDS = 50
PASSAGE_STEP = 10
MIN_PASSAGE_SHARE = 0.28
# A letter that only one of these languages has counts too, but less, since foreign names hold such letters.
LETTER_WEIGHT = 0.4

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
ELIDED = re.compile(r"['’]")

FREQUENT = {
    "ca": "de la i a el que en els les un per del amb una és al no dels es va se ha com més o són seva seu també "
    "aquesta aquest però ser pel fins on entre després sobre quan han era molt sense tot això què ja perquè hi ho "
    "li des dos tres anys any cap segons contra durant qui dir va estat fer pot d'un d'una l'any",
    "sk": "a v sa na je že to s z do o i ako by si po za vo k pre ktorý ale bol podľa jeho už čo sú tak alebo ktorá "
    "od len bolo než pri bola ktoré nie aby zo tejto sme bude povedal tiež až ktorí však má medzi byť pred keď "
    "nové rokov roku ďalšie sú môže iba ich ešte",
    "af": "die en van in het is nie te dat wat n om vir op met sy word was aan hy ook deur by as kan sal hulle ek "
    "maar moet jy nog so na uit daar geen hierdie ons baie onder toe oor tot sê waar haar wees mense jaar",
    "en": "the of and to in a is that for it was on with as he be at by i this had not are but from or have an they "
    "which one you were her all she there would their we him been has when who will more no if out so said "
    "what up its about into than them can only other new some could time these two may then do first any my "
    "now such like our over after also did many before must through his it's don't that's he's they're i'm "
    "didn't",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus "
    "er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber "
    "vor zur bis mehr durch man sein wurde sei wenn können wir ich ihr ihre unter gegen vom schon seit sagte "
    "nun waren hatte diese dieser keine wurden soll muss gibt zwei jahr ihm uns kein da mich was doch weil "
    "jetzt",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec ou "
    "son sa ont aux cette mais comme nous leur été ses ces être elle fait deux même tout était on entre selon "
    "après sans aussi dont je vous ils peut avait encore faire lui moi contre depuis où l'on c'est d'un d'une "
    "qu'il n'est très si y",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si "
    "sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi "
    "porque qué sólo han yo hay vez puede todos así nos ni parte tiene él uno donde bien dijo según ese eso e "
    "fueron contra durante",
    "it": "di e che la il un a per è in una mi sono ho non si ma lo ha le i con cosa ti se da come ci no questo qui "
    "hai del al dei della nel più anche sul alla gli delle dal alle nella suo sua stato loro dopo degli "
    "essere due tra era dalla perché fatto quando ai io così ed anni o ancora già chi sulla prima hanno solo "
    "secondo tutti contro c'è dell",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à "
    "seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem "
    "mesmo aos ter seus quem nas me esse eles estão você tinha foram essa num nem suas meu às minha têm disse "
    "segundo anos são após contra",
    "nl": "de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er maar om hem dan zou "
    "of wat mijn men dit zo door over ze zich bij ook tot je mij uit der daar haar naar heb hoe heeft hebben "
    "deze u want nog zal me zij nu ge geen omdat iets worden toch al waren veel meer doen toen moet ben "
    "zonder kan hun dus zegt wordt werd volgens tegen na we jaar twee",
    "sv": "och i att det som en på är av för med den till inte han de var ett om har jag men hade så vi från kan "
    "när man hon sig ska dem nu eller efter där vid mot ut över vara under mycket skulle också några sin bara "
    "andra alla blev då sina här ha varit än säger sade år två upp mer få hans hennes denna detta mellan "
    "någon",
    "da": "og i at det en den til er som på de med for der af ikke et han har var jeg om men sig hun vi fra kan "
    "eller skal ved så ud være over blev efter nu også når hvor op sin havde bliver hvis alle man mod meget "
    "mere deres mig os siger sagde år to kun blevet nogle dem ham denne disse mellem vil noget selv",
    "no": "og i det er på en til som for at av med han de har den ikke et om var jeg men fra seg hun så vi ved kan "
    "hadde eller være etter over også skal ble når opp ut da blir noe alle mot bare meg mer vil sier sa år to "
    "nå hvor hva dem denne disse mellom sine hvis hennes hans ha vært noen selv fikk under",
    "fi": "ja on ei se että oli hän en mutta ovat kun mitä niin minä sen joka mukaan myös olen kuin olisi sitä jos "
    "nyt tai vain ole häntä hänen minun voi mikä jotka siitä sanoi olla tämä tässä sitten jo ollut sekä koska "
    "kaikki me te vielä mukana jonka jolla tämän hyvin vuoden kertoi joiden ennen eikä",
    "pl": "w i na z do się nie to że jest o jak za od po dla co przez ale tym był ma są jego tak już jej oraz czy "
    "przy być także może tego tylko jako które który która było będzie lat pod przed ich go mu sobie była "
    "bardzo gdy między też ten ta te został roku powiedział nad bez jeszcze możemy",
    "cs": "a se v na je že to s z do o i jako by si po za ve k pro který jsem ale byl podle jeho už co jsou tak jak "
    "nebo která od jen bylo než při byla které není aby ze této své bude tom řekl také až kteří však má mezi "
    "být jsme před když mu nové let roku pouze další",
    "hu": "a az és hogy nem is egy ez meg azt de csak volt el van már ki mint ha még úgy be szerint kell lesz után "
    "vagy több ezt nagy minden két lehet ami pedig most mert így itt akkor sem aki amely majd fel sok mondta "
    "azonban voltak között ezek annak hozzá évben által arra",
    "ro": "de și în a la cu că pe nu din un o care este mai au fost pentru ce se sa ca lui prin sau al ale are fi "
    "sunt după dar acest această iar când era cel am le cea va fie între ei până doar către lor îi îl fiind "
    "spus despre două astfel foarte ani unei unui toate asupra împotriva si",
    "tr": "ve bir bu da de için ile çok daha olarak gibi en sonra kadar ne o ki olan var her ama olduğu mi ya oldu "
    "yok değil ise diye şey göre benim ben sen iki içinde dedi onun bunu tarafından ancak yeni önce eden etti "
    "üzerine hem kendi zaman şu bile biz ilk olduğunu yapılan karşı",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut bisa ada mereka "
    "lebih kata tahun sudah atau saat oleh menjadi orang kami kita telah seperti dia sebagai para bahwa hanya "
    "harus banyak dapat satu masih mengatakan kepada setelah adalah ia anda namun",
    "vi": "và của là có được cho không trong một các những với người này đã để khi đến từ ở cũng như về ra nhiều "
    "tại sẽ vào năm trên theo còn sau bị đó nhưng phải hơn ông bà nói làm chỉ rất vì nếu ngày việc",
    "ru": "и в не на я что с он как это по но из у за к от же так его для то а мы вы бы о все она было был были "
    "быть только еще ещё мне меня ему до или если уже при года году также их чтобы когда во со том этом после "
    "кто который которые этого может есть них ли ни сказал более",
    "uk": "і в на не з що у та до за як це від про він для його я є але по ми її був було були чи так же року років "
    "також цього який які яка після бути щоб під час вони ви тому або ще вже якщо при цьому може між зі із ж "
    "лише сказав коли",
    "bg": "и на в да не за се от са че с е по като това но му ще към до си я той ли има ги след които също който "
    "при този тази тези беше или само още може така през без те ние аз няма бъде вече между според години "
    "каза година",
    "sr": "и је у да се на за су од са не које који из као то а али или што би није ће о по бити како још само више "
    "због био била након ако јер када рекао године све до међу тако i je u da se na za su od sa ne koje koji "
    "iz kao to a ali ili što bi nije će o po biti kako još samo više zbog bio bila nakon ako jer kada rekao "
    "godine sve do među tako",
    "ar": "في من على أن إلى التي الذي عن مع هذا هذه كان ما لا بين بعد كما قد ذلك كل وقال قال وقد ولا أو لم حتى إن "
    "عام وكان خلال هو هي كانت عند ثم يوم حول أي غير عليه وفي ومن أنه إنه منذ لكن بأن ولم",
    "fa": "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز می شد شده ها های گفت اما باید بود ما دو وی "
    "کند شود دارد آنها هر اگر همه پس نیست چه نمی کرده یا کنند",
    "ur": "کے کی میں اور ہے سے کا کہ کو نے پر یہ اس ہیں ایک بھی نہیں کر تھا جو وہ کیا ان کہا ہو گیا تھی لیے بعد تو "
    "ہی تک دو اپنے جس ساتھ رہا رہے",
}  # fmt: skip
SCRIPTS = (
    ("ja", compile_late("[\u3041-\u30ff]")),  # kana; Chinese has none
    ("ko", compile_late("[\uac00-\ud7a3]")),
    ("zh", compile_late("[\u4e00-\u9fff]")),
    ("el", compile_late("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", compile_late("[\u05d0-\u05ea]")),
    ("th", compile_late("[\u0e01-\u0e5b]")),
    ("hi", compile_late("[\u0904-\u0939]")),
    ("bn", compile_late("[\u0985-\u09b9]")),
    ("ta", compile_late("[\u0b85-\u0bb9]")),
    ("ka", re.compile("[\u10d0-\u10fa]")),
    ("hy", re.compile("[\u0561-\u0587]")),
)
# The share of letters that must be of a script. Japanese mixes its own with Chinese ones, and may have few of its own.
MIN_SCRIPT_SHARE = {"ja": 0.1}
LIKELY_SCRIPT_SHARE = 0.5
LETTERS = {
    "de": "ß", "es": "ñ¿¡", "pt": "ãõ", "pl": "łąęńśźż", "cs": "řěů", "hu": "őű", "ro": "țș", "tr": "ğış",
    "uk": "іїєґ", "sr": "ђћџљњј", "ru": "ыэё", "fa": "پچژگ", "ur": "ٹڈڑںے",
    "vi": "ơưđạảấầẩậắằặẹẻếềểễệịọỏốồổộớờởợụủứừửữựỳ",
}  # fmt: skip
NOTHING = ("", 0.0)


@dataclass(frozen=True, slots=True)
class FoundLanguage:
    """The language of a text.

    Attributes:
        code: Two letters, as in ISO 639-1.
        share: The share of the words that are frequent in this language, or of the letters that are of its script. The
            median is 0.42 for English articles and 0.41 for German ones.
    """

    code: str
    share: float


def find_language(text: str) -> FoundLanguage | None:
    """The language of a text; None if the text is too short, fits two languages, or none of those listed here.

    >>> find_language("The bridge stays shut, she said, and nobody knows for how long.").code
    'en'
    >>> find_language("Die Brücke bleibt zu, sagte sie, und das ist für alle nicht leicht.").code
    'de'
    >>> find_language("Roth, Anna; Berg, Karl; Coast Daily") is None
    True
    """
    sample = text[:LOOKED_AT_CHARS]
    by_script = find_by_script(sample)
    if by_script is not None and by_script.share >= LIKELY_SCRIPT_SHARE:
        return by_script
    # An English text about Japan may have as many kana as a Japanese text that has few.
    return find_by_words(WORD.findall(sample.lower())) or by_script


def settle_language(text: str, stated: str | None) -> str | None:
    """The language of a text for which a page states one: the text decides if it is long enough to contradict.

    Publishing systems write "en" on pages in all languages. If neither language is English and the stated one is not
    listed here, it stays, since the text cannot be compared with it.

    Args:
        text: The text.
        stated: The two-letter code that the page or feed states.

    >>> german = "Die Brücke bleibt zu, sagte sie, und das ist für alle nicht leicht. " * 3
    >>> settle_language(german, "en"), settle_language(german, "gsw"), settle_language("Zu!", "en")
    ('de', 'gsw', 'en')
    """
    if stated is not None and could_be(text, stated):
        return stated
    found = find_language(text)
    code = found.code if found else None
    if stated is None or stated == "en" or (code and stated in FREQUENT) or code == "en":
        return code
    return stated


def find_by_script(sample: str) -> FoundLanguage | None:
    """The language whose script the text is in, if only one language here uses it."""
    letters = sum(map(str.isalpha, sample))
    if letters < 2 * MIN_WORDS or sample.isascii():
        return None
    for code, script in SCRIPTS:
        share = len(script.findall(sample)) / letters
        if share >= MIN_SCRIPT_SHARE.get(code, LIKELY_SCRIPT_SHARE):
            return FoundLanguage(code, round(min(share, 1.0), 3))
    return None


def find_by_words(words: list[str]) -> FoundLanguage | None:
    """The language with the most frequent words in the text, if its lead is clear."""
    if len(words) < MIN_WORDS:
        return None
    hits: dict[str, float] = defaultdict(float)
    weights = weigh_words()
    signs = weigh_letters()
    for word, number in Counter(words).items():
        codes = weights.get(word) or weights.get(ELIDED.split(word)[0] + "'")
        for code in codes or ():
            hits[code] += number
        # A letter that only one language has counts for it, unless the word was counted already.
        for code in {signs[letter] for letter in word if letter in signs} - set(codes or ()):
            hits[code] += LETTER_WEIGHT * number
    (best, first), (other, second) = (*sorted(hits.items(), key=lambda hit: (-hit[1], hit[0])), NOTHING, NOTHING)[:2]
    share = first / len(words)
    if first < MIN_HITS or share < MIN_SHARE:
        return None
    if first < MIN_LEAD * second and not (other and leads_apart(words, best, other)):
        return None
    return FoundLanguage(best, round(share, 3))


def leads_apart(words: list[str], best: str, other: str) -> bool:
    """Whether the best of two close languages also leads in the frequent words that only one of them has."""
    own, others = set(FREQUENT[best].split()), set(FREQUENT[other].split())
    first = sum(word in own - others for word in words)
    second = sum(word in others - own for word in words)
    return {best, other} in CLOSE and first >= MIN_HITS and first > APART_LEAD * second


def could_be(text: str, code: str) -> bool:
    """Whether a text may be in a listed language: False if it is long enough and has too few of its frequent words.

    Use it if `find_language` returns None: most languages are not listed, but a text in one of them is clearly not
    English. In English prose, 0.3 to 0.5 of the words are frequent ones. A list of names and results may be in any
    language.

    >>> could_be("Roth, Anna; Berg, Karl", "en")
    True
    >>> could_be("Sild jääb suletuks, ütles linnapea reedel, ja keegi ei tea, kui kauaks see nii jääb. " * 3, "en")
    False
    """
    written = WORD.findall(text[:LOOKED_AT_CHARS])
    letters = sum(map(str.isalpha, text[:LOOKED_AT_CHARS]))
    if len(written) < MIN_WORDS_TO_EXCLUDE and letters < MIN_LETTERS_TO_EXCLUDE:
        return True
    if sum(map(str.istitle, written)) > MAX_NAMES_SHARE * len(written):
        return True
    return sum(find_frequent(written, code)) >= MIN_POSSIBLE_SHARE * len(written)


def has_passage(text: str, code: str) -> bool:
    """Whether a text holds a passage of running words in that language of the list.

    A recipe or a timetable has sentences only in its introduction.

    >>> introduction = "We tried it, and it is as good as they said; this is what you have to buy for a week. " * 3
    >>> has_passage(introduction + "Oats, almonds, soya milk, plain yoghurt. " * 50, "en")
    True
    """
    frequent = find_frequent(WORD.findall(text[:LOOKED_AT_CHARS]), code)
    starts = range(0, len(frequent) - PASSAGE_WORDS + 1, PASSAGE_STEP)
    return any(sum(frequent[at : at + PASSAGE_WORDS]) >= MIN_PASSAGE_SHARE * PASSAGE_WORDS for at in starts)


def find_frequent(words: list[str], code: str) -> list[bool]:
    """For each word whether it is a frequent one of that language."""
    known = weigh_words()
    return [code in known.get(word.lower(), ()) for word in words]


@lru_cache(maxsize=1)
def weigh_words() -> dict[str, tuple[str, ...]]:
    """For each frequent word, the languages in which it is frequent."""
    found: dict[str, tuple[str, ...]] = {}
    for code, words in FREQUENT.items():
        for word in dict.fromkeys(words.split()):
            found[word] = (*found.get(word, ()), code)
    # French and Italian words before an apostrophe: l'homme, dell'arte.
    for start in ("l", "d", "qu", "n", "s", "c", "j"):
        found[f"{start}'"] = ("fr", "it") if start in "ld" else ("fr",)
    for start in ("dell", "nell", "all", "sull", "un"):
        found[f"{start}'"] = ("it",)
    return found


@lru_cache(maxsize=1)
def weigh_letters() -> dict[str, str]:
    """For each letter that only one of the languages has, that language."""
    return {letter: code for code, letters in LETTERS.items() for letter in letters}
