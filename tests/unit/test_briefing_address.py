"""A briefing and its address say the same, whatever an office is called and whatever a remark holds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from poa_geo.briefing.address import LONGEST_OFFICE, LONGEST_REMARK, UnreadableAddress, from_params, to_params, to_query
from poa_geo.briefing.content import Request
from poa_geo.briefing.sections import SECTION_NAMES
from poa_geo.domain.record import CLASSIFICATIONS

words = some.text(min_size=0, max_size=LONGEST_REMARK)
remarks = some.none() | some.dictionaries(some.sampled_from(SECTION_NAMES), words).map(
    lambda kept: {name: kept[name] for name in SECTION_NAMES if name in kept}
)
requests = some.builds(
    Request,
    region=some.sampled_from(["", "64", "64.02"]),
    since=some.dates(),
    until=some.dates(),
    office=some.text(max_size=LONGEST_OFFICE),
    classification=some.sampled_from(CLASSIFICATIONS),
    remarks=remarks,
)


@given(requests)
def test_an_address_asks_for_the_briefing_it_was_made_from(request: Request) -> None:
    assert from_params(to_params(request)) == request


@given(requests, requests)
def test_two_briefings_have_one_address_only_when_they_are_the_same(one: Request, other: Request) -> None:
    assert (to_query(one) == to_query(other)) == (one == other)


@pytest.mark.parametrize("broken", ["dari", "sampai", "klasifikasi", "wilayah"])
def test_an_address_with_a_part_missing_is_refused_in_words(broken: str) -> None:
    request = Request(region="64", since=date(2026, 10, 1), until=date(2026, 10, 31), office="Kesbangpol")
    params = to_params(request)
    del params[broken]
    with pytest.raises(UnreadableAddress, match="Alamat taklimat ini tidak lengkap"):
        from_params(params)
