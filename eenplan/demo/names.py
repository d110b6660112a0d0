"""Names for invented families, as various as a real region. They point at nobody."""

from dataclasses import dataclass
from functools import cache

from faker import Faker

from eenplan.demo.chance import Chance
from eenplan.families.enums import Gender


@dataclass(frozen=True, slots=True)
class Pool:
    """Names that go together."""

    girls: tuple[str, ...]
    boys: tuple[str, ...]
    families: tuple[str, ...]

    def given(self, chance: Chance, gender: Gender) -> str:
        """A given name; for 'other' either kind."""
        kind = self.girls if gender == Gender.FEMALE else self.boys
        return chance.choice(kind if gender != Gender.OTHER else self.girls + self.boys)


def _pool(girls: str, boys: str, families: str) -> Pool:
    return Pool(*(tuple(names.split(", ")) for names in (girls, boys, families)))


_TURKISH = _pool(
    "Aylin, Elif, Zeynep, Merve, Esra, Derya, Selin, Büşra, Melek, Yasemin, Ceren, Nur, Ebru, Sevda, Hatice",
    "Emre, Mehmet, Yusuf, Can, Kerem, Murat, Berk, Ömer, Deniz, Burak, Kaan, Hasan, Serkan, Enes, Tarık",
    "Yılmaz, Demir, Kaya, Şahin, Çelik, Öztürk, Arslan, Doğan, Koç, Aydın, Yıldırım, Polat, Güneş, Acar",
)
_MAGHREB = _pool(
    "Salma, Yasmina, Fatima, Nora, Hajar, Imane, Soukaina, Amina, Meryem, Layla, Samira, Naima, Ikram",
    "Ilyas, Bilal, Youssef, Amin, Zakaria, Mohamed, Anas, Rachid, Karim, Ayoub, Hamza, Nabil, Samir",
    "El Amrani, Benali, Bouazza, El Idrissi, Haddad, Chaoui, Belkacem, Ouali, El Fassi, "
    "Azzouzi, Boukhari, Rahmani",
)
_SYRIAN = _pool(
    "Rima, Hiba, Nour, Lina, Rasha, Dima, Sara, Maya, Hala, Jana, Batoul",
    "Omar, Khaled, Fadi, Tarek, Adnan, Basel, Majd, Firas, Ziad, Hussam, Laith",
    "Al Hariri, Darwish, Khalil, Al Masri, Hamdan, Shaheen, Nassar, Al Saleh, Mansour, Issa",
)
_ITALIAN = _pool(
    "Giulia, Chiara, Laura, Sofia, Alessia, Martina, Elena, Valentina, Rosa, Carla, Ilaria",
    "Marco, Luca, Matteo, Davide, Angelo, Fabio, Giuseppe, Dario, Nico, Enzo, Salvatore",
    "Rossi, Ferraro, Esposito, Marino, Lombardo, Bianchi, Greco, Conti, Romano, Caruso, Rizzo, Vitale",
)
_POLISH = _pool(
    "Ania, Kasia, Zofia, Magda, Ewa, Julia, Monika, Oliwia, Agnieszka, Dorota, Hanna",
    "Piotr, Jakub, Kamil, Tomek, Pawel, Marcin, Szymon, Krzysztof, Adam, Wojtek, Filip",
    "Kowalski, Nowak, Wójcik, Zielinski, Mazur, Krawczyk, Dudek, Sikora, Pawlak, Wrona, Lis",
)
_CENTRAL_AFRICAN = _pool(
    "Grâce, Divine, Esther, Merveille, Ruth, Naomi, Deborah, Béatrice, Joëlle, Chantal",
    "Samuel, Daniel, Emmanuel, Trésor, Junior, Christian, Patrick, David, Josué, Exaucé",
    "Mbuyi, Kabongo, Ilunga, Mukendi, Nsimba, Tshibola, Lukaku, Mutombo, Kasongo, Nzuzi",
)

# Given names of this century in Flanders; the family names come from elsewhere.
_CHILDREN = _pool(
    "Louise, Marie, Emma, Olivia, Lina, Ella, Noor, Mila, Juliette, Elena, Fien, Lore, Nina, "
    "Julie, Lotte, Febe, Amber, Axelle, Kato, Jade, Luna, Nora, Hanne, Pauline, Merel, Lies, "
    "Roos, Elise, Billie, Lou, Amélie, Ilse",
    "Noah, Arthur, Liam, Lucas, Louis, Jules, Adam, Victor, Matteo, Finn, Lars, Seppe, Wout, "
    "Jasper, Mats, Kobe, Stan, Warre, Lowie, Senne, Thibo, Milan, Ruben, Robbe, Jef, Gust, "
    "Otis, Cas, Sam, Vic, Tuur, Emiel, Bas",
    "",
)
_SEED = 2021


@cache
def _from_faker(locale: str) -> Pool:
    source = Faker(locale)
    source.seed_instance(_SEED)
    girls = tuple(dict.fromkeys(source.first_name_female() for _name in range(400)))
    boys = tuple(dict.fromkeys(source.first_name_male() for _name in range(400)))
    return Pool(girls, boys, tuple(dict.fromkeys(source.last_name() for _name in range(500))))


@cache
def flemish() -> Pool:
    """Names of Flanders."""
    return _from_faker("nl_BE")


@cache
def flemish_children() -> Pool:
    """Names of Flanders for children: shorter lists, of this century."""
    return Pool(_CHILDREN.girls, _CHILDREN.boys, flemish().families)


@cache
def french() -> Pool:
    """Names of French-speaking Belgium."""
    return _from_faker("fr_BE")


def pool(chance: Chance, *, brussels: bool) -> tuple[Pool, str]:
    """A pool of names for one family, and the language in which such a family would most likely write."""
    if brussels:
        return chance.one(
            ((flemish(), "nl"), 32),
            ((french(), "fr"), 24),
            ((_MAGHREB, "fr"), 20),
            ((_CENTRAL_AFRICAN, "fr"), 8),
            ((_TURKISH, "tr"), 6),
            ((_SYRIAN, "en"), 5),
            ((_POLISH, "en"), 3),
            ((_ITALIAN, "fr"), 2),
        )
    return chance.one(
        ((flemish(), "nl"), 68),
        ((_TURKISH, "tr"), 8),
        ((_MAGHREB, "nl"), 8),
        ((_ITALIAN, "nl"), 4),
        ((_POLISH, "en"), 3),
        ((_SYRIAN, "en"), 4),
        ((french(), "fr"), 3),
        ((_CENTRAL_AFRICAN, "fr"), 2),
    )
