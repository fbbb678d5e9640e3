"""Makes a collection of parties whose speakers are known: invented people and bodies, with all their names.

People live in circles (a story with its people, bodies, outlets and months). An article of a circle names some of them:
in full, by the surname, with an initial, a short first name, another spelling, without accents; bodies by their
initials, or short. Some people share a name with somebody of another circle. Everything is drawn from one seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sayso.letters import strip_accents
from sayso.people.party import Party, add_company
from sayso.speaker import SpeakerType

__all__ = ["PlantedParty", "plant_parties"]

# Of each region: first names with their short forms and spellings; surnames, those that most people have first; and
# the syllables of which rarer surnames are made.
_REGIONS = [
    (
        """
        William/Bill Robert/Bob James/Jim Margaret/Peggy Elizabeth/Beth Michael/Mike Thomas/Tom Katherine/Kate
        Joseph/Joe Susan/Sue Oliver Harriet Imogen Duncan Rhona Gareth Christopher/Chris Anthony/Tony Deborah/Debbie
        Edward/Ted Philippa Rosalind Alistair Morag Declan Siobhan Fergus Judith/Judy Stephen/Steve Wendy
        """,
        "Smith Jones Brown Taylor Wilson Walker Hughes Murray Holloway Thackray Brackley Carrick",
        "Otter Quill Win Ash Pen Thorn Hal Brock Stan Mar Lang|bourne feather ley combe wick ridge more sby thwaite",
    ),
    (
        """
        José María Luis Carmen Joaquín Inés Rafael Lucía Tomás Pilar Andrés Beatriz Ignacio Consuelo Hernán Graciela
        Esteban Ximena Fermín Rocío Gonzalo Marisol Leandro Noelia
        """,
        "García Rodríguez López Fernández Pérez Gómez Arrieta Quintanilla Montalbán",
        "Ech Zub Saldí Itur Bór Urqui Alda Men Goi Larra|everría izarreta var be quez jo nagasti doza coechea zábal",
    ),
    (
        """
        Mohammed/Muhammad Ahmed/Ahmad Fatima Hussein/Hossein Youssef/Yusuf Layla/Leila Khalid/Khaled Nadia Tariq/Tarek
        Samira Bilal Rania Walid Hanan Karim Dalia Anwar Salma Ziad Mariam Faisal Huda
        """,
        "Ali Hassan Ibrahim Khalil al-Masri al-Haddad Tawfiq Zuabi",
        "Qad Shah Ben Barg Tah Mans Gha Dab Faw|dumi rour moussa hash touh ouri nnam bagh zi",
    ),
    (
        """
        Volodymyr/Vladimir Oleksandr/Aleksandr Natalia/Nataliya Sergei/Sergey Dmytro/Dmitri Iryna/Irina Tetiana Mykola
        Andrii/Andriy Oksana Bohdan Halyna Vasyl Larysa Taras Nadiya Ruslan Zoya Gennady Ludmila Pavlo Yevhen/Evgeny
        """,
        "Kovalenko Shevchenko Melnyk Petrenko Lysenko Tymchuk",
        "Hara Vyno Zabo Ostro Dzha Bara Koro Stepa Yaro|shchuk hradskyi lotnyi vskyi parov nenko venko shynskyi vych",
    ),
    (
        """
        Wei Mei-lin Jun Xiaoming Min-jun Soo-yeon Jae-won Hye-jin Minh Lan Guowei Xiuying Jianhong Dong-hyun Eun-ji
        Seung-ho Thi-mai Quang Zhiyuan Haoran
        """,
        "Wang Li Zhang Chen Kim Park Choi Nguyen Tran Huang Qiu Xie Gong Shao Kwon Bae Doan",
        "",
    ),
    (
        "Hiroshi Yuki Kenji Aiko Takeshi Naomi Haruto Sakura Daisuke Emi Ryota Kaori Shinji Mayumi Noboru Chiyo",
        "Sato Suzuki Tanaka Kurosawa Shirakawa Kawabata",
        "Hoshi Nino Mizu Oni Naka Furu Aka Kita Matsu Ishi|kawa miya shima zuka mura hata saki zawa bara moto",
    ),
    (
        """
        Amina Chidi Ngozi Kwame Ama Tendai Thandiwe Sipho Wanjiru Kofi Zainab Emeka Folasade Kagiso Nomvula Babajide
        Akosua Farai Chipo Abena Mandla Nkechi Otieno Wambui
        """,
        "Okafor Mensah Dlamini Mwangi Diallo Adeyemi Wekesa Sibanda",
        "Chik Nyi Oba Kgo Ama Mutu Ngu Zimba Adu|wanda renda sanya sitsile nkwah ngwe bane nde nyi",
    ),
    (
        "Priya Rahul Anjali Vikram Deepa Sanjay Nirmala Arjun Kavita Suresh Meera Harish Lakshmi Naveen Ishani Farhan",
        "Sharma Patel Singh Kumar Khan Gupta Deshmukh Bhattarai",
        "Venkata Chatto Ranga Wickrema Balasu Krishna Gana|raghavan padhyay nathan ratne bramanian murthy dhyay pathy",
    ),
    (
        """
        Jürgen Käthe Wolfgang Anneliese François Geneviève Søren Åsa Zoë Łukasz Małgorzata István Kirsten Ulrich
        Bérénice Thibault Ingrid Mikkel Agnieszka Zsófia Ottavia Gianluca Saskia Maarten
        """,
        "Müller/Mueller Schmidt Weber Dubois Hansen Nowak Nagy Østergaard Lefebvre-Roy von_der_Heyden",
        "Strön Vander Przy Szent Kjær Roth Lind Bru Hage|egger meulen bylski györgyi gaard enburg holm nelli mann",
    ),
]
_PLACES = "Dutch Norwegian Kenyan Canadian Peruvian Indian Polish Egyptian Korean Brazilian Irish Turkish".split()
# The roles of one person: how articles put them.
_ROLES = [
    ("finance minister", "Finance Minister", "minister", "the {place} finance minister"),
    ("foreign minister", "Foreign Minister", "the {place} foreign minister", "top diplomat"),
    ("senator", "Sen", "Senator", "the senior senator"),
    ("mayor", "Mayor", "the mayor of {town}", "{town} mayor"),
    ("judge", "Judge", "the presiding judge"),
    ("police chief", "Chief", "chief of the {town} police", "chief constable"),
    ("head coach", "coach", "Coach", "the {town} coach"),
    ("striker", "the {place} striker", "footballer"),
    ("novelist", "author", "the {place} novelist"),
    ("singer", "the singer", "singer-songwriter"),
    ("professor of economics", "Professor", "economist", "an economist at {town} University"),
    ("marine biologist", "biologist", "Dr", "a researcher"),
    ("chief executive", "CEO", "the company's chief executive"),
    ("founder", "the founder of {town} Foods", "businesswoman"),
    ("surgeon", "Dr", "a surgeon at {town} Hospital"),
    ("dairy farmer", "farmer", "a farmer near {town}"),
    ("teacher", "a teacher from {town}", "primary school teacher"),
    ("bishop", "Bishop", "the bishop of {town}"),
    ("activist", "campaigner", "climate activist"),
    ("resident", "a neighbour", "a mother of three"),
    ("general", "Gen", "General", "the {place} commander"),
    ("lawyer", "attorney", "a lawyer for the family"),
]
_TOWNS = "Oxley Harrow Wold Brenton Kirkwell Dunmore Seaham Valmar Estrada Lindholm Tarnow Kisoro".split()
_BODY_HEADS = (
    "Trust|Council|Agency for Water|Bank|Party|Union of Teachers|Institute|Railways|Commission|Airlines|Federation of"
    " Nurses|Foundation|Society for Rivers|Energy|Museum|Hospitals Board"
).split("|")
_BODY_WORDS = (
    "Northern Harbour River Coastal Workers Meridian Alpine Solar Atlantic Granite Civic Lantern Delta Juniper Cobalt"
    " Highland Velvet Orchard Unity Falcon Borealis Saffron Kestrel Tidewater Quarry Emerald"
).split()
_OUTLETS = [f"The {town} {paper}" for town in _TOWNS for paper in ("Herald", "Courier")]
_NAMELESS = ("officials", "residents", "a spokesman", "critics", "a witness", "two neighbours")
_FIRST_DAY, _DAYS = 737_000, 700


@dataclass(frozen=True, slots=True)
class PlantedParty:
    """A party, with whose it is, and the way in which it is named."""

    party: Party
    speaker: str
    way: str


@dataclass(slots=True)
class _Speaker:
    """An invented person or body with all that articles may say of it."""

    id: str
    type: SpeakerType
    names: dict[str, list[str]]
    roles: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Circle:
    """A story: who is in it, which outlets write of it, and when."""

    speakers: list[_Speaker]
    outlets: list[str]
    first_day: int
    days: int


def plant_parties(seed: int, articles: int) -> list[PlantedParty]:
    """The parties of so many articles, each with whose it is.

    >>> one, two = plant_parties(7, 20), plant_parties(7, 20)
    >>> one == two, len({planted.party.id for planted in one}) == len(one)
    (True, True)
    """
    draw = random.Random(seed)  # noqa: S311  nothing is secret
    circles = _make_circles(draw, max(4, articles // 25))
    planted = [found for number in range(articles) for found in _write_article(draw, circles, number)]
    parties = add_company(found.party for found in planted)
    return [PlantedParty(party, found.speaker, found.way) for party, found in zip(parties, planted, strict=True)]


def _make_circles(draw: random.Random, count: int) -> list[_Circle]:
    circles: list[_Circle] = []
    for number in range(count):
        home = draw.choice(_REGIONS)
        speakers = [_make_person(draw, f"person {number}.{n}", home) for n in range(draw.randint(5, 9))]
        speakers += [_make_body(draw, f"body {number}.{n}") for n in range(draw.randint(2, 4))]
        if number and draw.random() < 0.4:
            # Somebody of an earlier circle has the same name, and another role.
            other = draw.choice([speaker for speaker in circles[draw.randrange(number)].speakers if speaker.roles])
            twin = next(speaker for speaker in speakers if speaker.roles)
            if other.roles[0] != twin.roles[0]:
                twin.names = other.names
        circles.append(
            _Circle(
                speakers,
                draw.sample(_OUTLETS, draw.randint(3, 8)),
                _FIRST_DAY + draw.randrange(_DAYS),
                draw.choice([10, 60, 365]),
            )
        )
    return circles


def _make_surname(draw: random.Random, usual: str, parts: str) -> str:
    """A surname that many have, the first ones more often, or a rarer one made of syllables."""
    if parts and draw.random() < 0.55:
        begins, ends = parts.split("|")
        return draw.choice(begins.split()) + draw.choice(ends.split())
    words = usual.split()
    return draw.choices(words, [1 / (rank + 3) for rank in range(len(words))])[0].replace("_", " ")


def _make_person(draw: random.Random, id_: str, home: tuple[str, str, str]) -> _Speaker:
    firsts, usual, parts = home if draw.random() < 0.7 else draw.choice(_REGIONS)
    first, *short = draw.choice(firsts.split()).split("/")
    last, *spelled = _make_surname(draw, usual, parts).split("/")
    spelled += [last.removesuffix("skyi") + "sky"] if last.endswith("skyi") else []
    is_eastern = not parts
    middle = "" if is_eastern else draw.choice(["", "", f" {draw.choice('ABCDEGHJLMPRSTW')}."])
    full = f"{last} {first}" if is_eastern else f"{first} {last}"
    names = {
        "full": [full],
        "middle": [f"{first}{middle} {last}" if middle else full],
        "surname": [last],
        "plain letters": [strip_accents(full.replace("ø", "o").replace("Ø", "O").replace("Ł", "L").replace("ł", "l"))],
        "initial": [full if is_eastern else f"{first[0]}. {last}"],
        "other form": [f"{other} {last}" for other in short] + [f"{first} {other}" for other in spelled] or [full],
    }
    town, place = draw.choice(_TOWNS), draw.choice(_PLACES)
    roles = [role.format(town=town, place=place) for role in draw.choice(_ROLES)]
    return _Speaker(id_, SpeakerType.PERSON, names, roles)


def _make_body(draw: random.Random, id_: str) -> _Speaker:
    words = draw.sample(_BODY_WORDS, draw.choice([1, 2, 2]))
    full = " ".join([*words, draw.choice(_BODY_HEADS)])
    initials = "".join(word[0] for word in full.split() if word[0].isupper())
    names = {
        "full": [full],
        "middle": [f"the {full}"],
        "surname": [initials if len(initials) > 2 else full],
        "plain letters": [full],
        "initial": [initials if len(initials) > 2 else full],
        "other form": [f"{full} Ltd" if full.endswith(("Bank", "Airlines", "Railways")) else f"The {full}"],
    }
    return _Speaker(id_, SpeakerType.ORGANISATION, names)


def _write_article(draw: random.Random, circles: Sequence[_Circle], number: int) -> Iterator[PlantedParty]:
    """Yield the parties of one article: some of a circle, at times a guest of another, and those without a name."""
    circle = circles[int(len(circles) * draw.random() ** 2)]
    guests = [draw.choice(draw.choice(circles).speakers)] if draw.random() < 0.15 else []
    speakers = draw.sample(circle.speakers, draw.randint(2, min(6, len(circle.speakers)))) + guests
    outlet, day = draw.choice(circle.outlets), circle.first_day + draw.randrange(circle.days)
    article, used = f"a{number:06}", set[str]()
    for place, speaker in enumerate(speakers):
        way = draw.choices(list(speaker.names), [62, 8, 12, 6, 5, 7])[0]
        name = draw.choice(speaker.names[way])
        if name in used:
            continue
        used.add(name)
        roles = draw.sample(speaker.roles, draw.choice([1, 1, 2])) if speaker.roles and draw.random() < 0.6 else []
        if draw.random() < 0.03:
            roles = [draw.choice(draw.choice(_ROLES)).format(town="Oxley", place="Dutch")]
        forms = draw.sample(speaker.names["initial"] + speaker.names["surname"], 1) if draw.random() < 0.4 else []
        party = Party(f"{article}#{place}", article, name, speaker.type, named=True, outlet=outlet, day=day)
        yield PlantedParty(replace(party, roles=tuple(roles), forms=tuple(forms)), speaker.id, way)
    for place in range(draw.randint(0, 2)):
        yield PlantedParty(
            Party(f"{article}#n{place}", article, draw.choice(_NAMELESS), SpeakerType.UNNAMED, named=False),
            f"{article} nameless {place}",
            "nameless",
        )
