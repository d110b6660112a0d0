"""In which row everybody of a family tree stands, and in which order. Pure: the same family, the same rows.

A generation is a row; partners and brothers and sisters stand in the same one, who brings up a child one row above.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Who = Hashable
SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Kin:
    """Who is tied to whom. `level` is where somebody stands without ties: 0 grandparents, 1 grown-ups, 2 children.

    `people` are in the order in which they are shown where nothing else decides; `born` sorts brothers and sisters.
    """

    people: Sequence[Who]
    couples: Sequence[tuple[Who, Who]] = ()
    parents: Sequence[tuple[Who, Who]] = ()
    siblings: Sequence[tuple[Who, Who]] = ()
    homes: Sequence[Collection[Who]] = ()
    level: Mapping[Who, int] = field(default_factory=dict)
    born: Mapping[Who, int] = field(default_factory=dict)


def generations(kin: Kin) -> dict[Who, int]:
    """The row of everybody, from 0. What contradicts itself (a partner of one's own forebear) still gets rows."""
    group = _groups(kin.people, [*kin.couples, *kin.siblings])
    leads = list(dict.fromkeys(group.values()))
    edges = list(
        dict.fromkeys((group[up], group[down]) for up, down in kin.parents if group[up] != group[down])
    )
    height = _heights(leads, edges)
    # Who has children stands right above them, however short the own line is.
    for _turn in kin.people:
        for one in leads:
            below = [height[down] for up, down in edges if up == one]
            if below and min(below) > height[one] + 1:
                height[one] = min(below) - 1
    row = {who: height[group[who]] for who in kin.people}
    for part in _parts(kin):
        known = sorted(kin.level[who] - row[who] for who in part if who in kin.level)
        shift = known[len(known) // 2] if known else 1
        for who in part:
            row[who] += shift
    used = {value: place for place, value in enumerate(sorted({*row.values()}))}
    return {who: used[row[who]] for who in kin.people}


def _groups(people: Iterable[Who], pairs: Iterable[tuple[Who, Who]]) -> dict[Who, Who]:
    """Of everybody, who stands for their group: those whom pairs join."""
    lead = {who: who for who in people}

    def find(who: Who) -> Who:
        while lead[who] != who:
            who = lead[who]
        return who

    for one, other in pairs:
        lead[find(one)] = find(other)
    return {who: find(who) for who in lead}


def _heights(nodes: Collection[Who], edges: Collection[tuple[Who, Who]]) -> dict[Who, int]:
    """The longest way down to each node; a circle is cut after as many turns as there are nodes."""
    height = dict.fromkeys(nodes, 0)
    for _turn in range(len(nodes)):
        moved = False
        for up, down in edges:
            if height[down] < height[up] + 1 and height[up] + 1 < len(nodes):
                height[down], moved = height[up] + 1, True
        if not moved:
            break
    return height


def _parts(kin: Kin) -> list[list[Who]]:
    """Everybody by the part of the family that hangs together."""
    group = _groups(kin.people, [*kin.couples, *kin.siblings, *kin.parents])
    found: dict[Who, list[Who]] = defaultdict(list)
    for who in kin.people:
        found[group[who]].append(who)
    return list(found.values())


def ordered(kin: Kin, row: Mapping[Who, int]) -> list[list[Who]]:
    """Everybody row by row from the start of the line: partners side by side, children below their parents."""
    place = {who: number for number, who in enumerate(kin.people)}
    near = _near(kin, row)
    together = _together(kin, row)
    blocks = _blocks(kin, row, together, place)
    rows = [[who for block in line for who in block] for line in blocks]
    for sweep in range(SWEEPS):
        turns = range(len(blocks)) if sweep % 2 == 0 else range(len(blocks) - 1, -1, -1)
        for number in turns:
            at = {who: (spot + 0.5) / len(line) for line in rows for spot, who in enumerate(line)}
            pull = {who: _pull(who, near, at) for who in rows[number]}
            for spot, block in enumerate(blocks[number]):
                if pull[block[-1]] < pull[block[0]]:
                    blocks[number][spot] = block[::-1]
            blocks[number].sort(
                key=lambda block: (
                    round(sum(pull[who] for who in block) / len(block), 6),
                    min(kin.born.get(who, 9999) for who in block),
                    min(place[who] for who in block),
                )
            )
            rows[number] = [who for block in blocks[number] for who in block]
    return rows


def _near(kin: Kin, row: Mapping[Who, int]) -> dict[Who, list[Who]]:
    """Of everybody, who of another row draws them near."""
    near: dict[Who, list[Who]] = defaultdict(list)
    for up, down in kin.parents:
        near[up].append(down)
        near[down].append(up)
    # Who lives in one home stands together, where no parent or child says otherwise: brothers and sisters by age.
    of_home: dict[Who, list[Who]] = defaultdict(list)
    for home in kin.homes:
        for who in home:
            of_home[who] += [other for other in home if other != who]
    return {
        who: [other for other in near[who] or of_home[who] if row[other] != row[who]] for who in kin.people
    }


def _pull(who: Who, near: Mapping[Who, list[Who]], at: Mapping[Who, float]) -> float:
    """Where somebody would like to stand in the line, from 0 to 1."""
    if not near[who]:
        return at[who]
    return sum(at[other] for other in near[who]) / len(near[who])


def _together(kin: Kin, row: Mapping[Who, int]) -> dict[Who, set[Who]]:
    """Who stands beside whom: couples, and who has a child together."""
    beside: dict[Who, set[Who]] = {who: set() for who in kin.people}
    pairs = list(kin.couples)
    of_child: dict[Who, list[Who]] = defaultdict(list)
    for up, down in kin.parents:
        of_child[down].append(up)
    for ups in of_child.values():
        pairs += [(ups[0], other) for other in ups[1:]]
    for one, other in pairs:
        if row[one] == row[other] and one != other:
            beside[one].add(other)
            beside[other].add(one)
    return beside


def _blocks(
    kin: Kin, row: Mapping[Who, int], beside: Mapping[Who, set[Who]], place: Mapping[Who, int]
) -> list[list[list[Who]]]:
    """The blocks of each row that stay together: chains of partners."""
    found: list[list[list[Who]]] = [[] for _ in range(max(row.values(), default=-1) + 1)]
    done: set[Who] = set()
    for who in kin.people:
        if who not in done:
            chain = _chain(who, beside, place)
            done.update(chain)
            found[row[who]].append(chain)
    return found


def _chain(who: Who, beside: Mapping[Who, set[Who]], place: Mapping[Who, int]) -> list[Who]:
    """All whom partners join, as a line: from an end on, those with no further partner first."""
    members, ahead = {who}, [who]
    while ahead:
        for other in beside[ahead.pop()] - members:
            members.add(other)
            ahead.append(other)
    start = min(members, key=lambda one: (len(beside[one]) > 1, place[one]))
    line: list[Who] = []
    ahead = [start]
    while ahead:
        one = ahead.pop()
        if one not in line:
            line.append(one)
            ahead += sorted(beside[one] - {*line}, key=lambda other: (-len(beside[other]), -place[other]))
            ahead.sort(
                key=lambda other: (one not in beside[other], len(beside[other]), place[other]), reverse=True
            )
    return line
