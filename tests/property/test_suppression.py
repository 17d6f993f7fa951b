"""What leaves the register as counts gives nothing away, however one subtracts the tables and months."""

import random
from collections import Counter
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from poa_geo.access.suppression import DIMENSIONS, NESTED_IN, Person, Published, publish, shown_persons

PLACES = [
    (None, None),
    *(
        (kabupaten, kecamatan)
        for kabupaten in ("A", "B", "C")
        for kecamatan in (None, f"{kabupaten}1", f"{kabupaten}2")
    ),
]
GROUPS = {
    "category": [None, "tka", "ahli", "peneliti"],
    "permit_type": [None, "ITAS", "ITK", "ITAP"],
    "nationality": [None, "AAA", "BBB", "CCC", "DDD"],
    "source": [None, "imigrasi", "disnaker"],
    "deadline": [None, "lewat", "berakhir_30"],
}


@st.composite
def persons(draw: st.DrawFn) -> list[Person]:
    """A register of a few dozen persons, most in big groups, some in small ones."""
    chance = random.Random(draw(st.integers(0, 10**9)))
    size = draw(st.integers(0, 60))
    evenness = draw(st.sampled_from([0.3, 1.0, 3.0]))

    def pick(groups: list[object]) -> object:
        return chance.choices(groups, [1 / (rank + 1) ** evenness for rank in range(len(groups))])[0]

    order = {name: chance.sample(groups, len(groups)) for name, groups in GROUPS.items()}
    places = chance.sample(PLACES, len(PLACES))
    return [Person(*pick(places), **{name: pick(groups) for name, groups in order.items()}) for _ in range(size)]


def row_of(person: Person, name: str) -> tuple[str, str | None]:
    outer = NESTED_IN.get(name)
    return (getattr(person, outer) or "" if outer else "", getattr(person, name))


def hidden_groups(register: list[Person], told: Published) -> list[tuple[str, str, str]]:
    """Every group that a reader of the tables might ask about and does not see: dimension, parent, group."""
    groups = {
        "kabupaten": [("", code) for code in "ABC"],
        "kecamatan": [(code[0], code) for code in ("A1", "A2", "B1", "B2", "C1", "C2")],
        **{name: [("", group) for group in groups if group] for name, groups in GROUPS.items()},
    }
    shown_kabupaten = {group for _, group in told.counts["kabupaten"].shown}
    return [
        (name, parent, group)
        for name in DIMENSIONS
        for parent, group in groups[name]
        if (parent, group) not in told.counts[name].shown and (not parent or parent in shown_kabupaten)
    ]


def with_group_of(kept: list[Person], told: Published, name: str, parent: str, group: str, wanted: int) -> list[Person]:
    """Another register, with exactly `wanted` persons in a hidden group."""
    outer = NESTED_IN.get(name)
    inside = [place for place, person in enumerate(kept) if not outer or getattr(person, outer) == parent]
    shown = {shown for (other, shown) in told.counts[name].shown if other == parent}
    others = [place for place in inside if getattr(kept[place], name) not in shown]
    changed = list(kept)
    if others:  # the row "others" is told: its persons may be of the group, or unknown
        for rank, place in enumerate(others):
            changed[place] = relabelled(kept[place], name, group if rank < wanted else None)
        return changed
    return changed + [relabelled(ordinary(told, outer, parent), name, group) for _ in range(wanted)]


def relabelled(person: Person, name: str, group: str | None) -> Person:
    return replace(person, **{name: group} | ({"kecamatan": None} if name == "kabupaten" else {}))


def ordinary(told: Published, outer: str | None, parent: str) -> Person:
    """A person who is like many others in everything."""

    def usual(name: str, inside: str = "") -> str | None:
        return next((group for (other, group) in told.counts[name].shown if other == inside), None)

    kabupaten = parent if outer else usual("kabupaten")
    return Person(
        kabupaten=kabupaten,
        kecamatan=usual("kecamatan", kabupaten or ""),
        **{name: usual(name) for name in GROUPS},
    )


@given(persons(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_every_number_from_0_to_4_in_a_hidden_group_fits_the_same_tables(register, chance):
    told = publish(register)
    hidden = hidden_groups(register, told)
    assume(hidden)
    name, parent, group = chance.choice(hidden)
    kept = list(shown_persons(register))
    for wanted in range(5):
        other = with_group_of(kept, told, name, parent, group, wanted)
        count = sum(row_of(person, name) == (parent, group) for person in other)
        assert count == wanted
        assert publish(other) == told


@given(persons())
@settings(max_examples=150, deadline=None)
def test_every_row_of_every_table_counts_at_least_five_persons_and_is_a_multiple_of_five(register):
    told = publish(register)
    for counts in told.counts.values():
        for count in (*counts.shown.values(), *counts.others.values()):
            assert count >= 5
            assert count % 5 == 0


@given(persons())
@settings(max_examples=100, deadline=None)
def test_all_tables_tell_of_the_same_persons_so_no_difference_between_tables_is_anybody(register):
    kept = list(shown_persons(register))
    told = publish(register)
    assert publish(kept) == told
    for name in DIMENSIONS:
        sizes = Counter(row_of(person, name) for person in kept)
        assert not {row for row, size in sizes.items() if size < 5} & set(told.counts[name].shown)


@given(persons(), st.randoms(use_true_random=False))
def test_the_order_of_the_register_does_not_matter(register, chance):
    mixed = list(register)
    chance.shuffle(mixed)
    assert publish(mixed) == publish(register)


def test_nobody_at_all_gives_empty_tables():
    told = publish([])
    assert told.total == 0
    assert all(counts.shown == {} and counts.others == {} for counts in told.counts.values())


def test_a_lone_person_in_a_kecamatan_stands_in_no_table():
    crowd = [Person("A", "A1", "tka", "ITAS", "AAA")] * 20
    lone = Person("A", "A2", "tka", "ITAS", "AAA")
    assert publish([*crowd, lone]) == publish(crowd)


def test_four_of_one_nationality_change_no_number():
    crowd = [Person("A", "A1", "tka", "ITAS", "AAA")] * 20
    few = [Person("A", "A1", "tka", "ITAS", "BBB")] * 4
    assert publish([*crowd, *few]) == publish(crowd)
    assert publish([*crowd, *few, few[0]]).counts["nationality"].shown == {("", "AAA"): 20, ("", "BBB"): 5}


def test_small_kecamatan_are_told_together_with_their_kabupaten():
    small = [Person("A", f"A{place}", "tka", "ITAS", "AAA") for place in range(6) for _ in range(3)]
    told = publish(small)
    assert told.counts["kabupaten"].shown == {("", "A"): 20}
    assert told.counts["kecamatan"].shown == {}
    assert told.counts["kecamatan"].others == {"A": 20}
