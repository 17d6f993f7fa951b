"""Counts per region: once per region and then summed up, they are what counting every row one by one gives."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_geo.domain.region import UNPLACED
from poa_geo.facts import Facts, NilFacts, PresenceFacts
from poa_geo.regions.reference import load_regions

TREE = load_regions()
NOBODY = np.array([], dtype=np.int32)
FACTS = Facts(
    version=0,
    tree=TREE,
    incidents=None,  # counting region indices reads no incident
    assessed={},
    nil_reports=NilFacts(NOBODY, NOBODY),
    presences=PresenceFacts(NOBODY, NOBODY, NOBODY),
)
anywhere = st.lists(st.integers(UNPLACED, len(TREE) - 1), max_size=60)


@settings(max_examples=60, deadline=None)
@given(anywhere, st.sampled_from([1, 2, 3]))
def test_regions_of_a_level_count_what_lies_in_them_and_leave_out_what_is_known_more_coarsely(regions, level):
    counted = FACTS.count_regions(np.array(regions, dtype=np.int32), level)
    inside = [".".join(TREE.codes[i].split(".")[:level]) for i in regions if i >= 0 and TREE.level[i] >= level]
    assert {TREE.codes[i]: int(counted[i]) for i in np.flatnonzero(counted)} == Counter(inside)


@settings(max_examples=60, deadline=None)
@given(anywhere)
def test_every_row_is_tallied_once_the_unplaced_apart(regions):
    tally = FACTS.tally(np.array(regions, dtype=np.int32))
    assert tally.sum() == len(regions)
    assert tally[UNPLACED] == regions.count(UNPLACED)
