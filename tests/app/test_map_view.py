"""What the map sends and takes back."""

import json
from dataclasses import replace

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from made_up import INCIDENTS, incident, region, situation

from poa_geo.ui import layers, tables
from poa_geo.ui.layers import LAYERS, Layer, quantile_edges
from poa_geo.ui.map import MOST_DISCS, MapView, Shapes, discs, script_json, take_click

BANDS = ("merah", "kuning", "hijau", "abu")


def view_of(codes: list[str], **changes: object) -> MapView:
    regions = tuple(region(code, code, BANDS[i % 4], 10.0, i % 7, 3) for i, code in enumerate(codes))
    told = replace(situation(), regions=regions)
    counts = {one.code: one.incident_count for one in regions}
    shapes = Shapes(url="/geo/0123456789abcdef")
    return MapView(shapes=shapes, land="/geo/fedcba9876543210", layer=layers.risk(told), counts=counts, **changes)


def test_a_rerun_sends_at_most_10_kb_for_105_regions() -> None:
    codes = [f"64.{kab:02}.{kec:02}" for kab in range(1, 11) for kec in range(1, 12)][:105]
    assert len(view_of(codes).as_json().encode()) <= 6_000  # the frame's own script is under 2 kB


def test_a_rerun_sends_at_most_160_kb_for_7285_regions() -> None:
    codes = [f"{prov}.{kab:02}.{kec:02}" for prov in range(11, 96) for kab in range(1, 11) for kec in range(1, 11)][
        :7285
    ]
    assert len(view_of(codes).as_json().encode()) <= 158_000


def test_no_text_can_end_the_script_it_travels_in() -> None:
    sent = script_json({"title": "</script><script>alert(1)</script>", "line": "a\u2028b"})
    assert "<" not in sent
    assert "\u2028" not in sent
    assert json.loads(sent)["title"] == "</script><script>alert(1)</script>"


def test_marks_carry_the_numbers_of_the_list() -> None:
    rows = [(place, row) for place, row in enumerate(situation().incidents, 1) if tables.inside(situation(), row)]
    marks = discs(rows)
    assert [mark["text"] for mark in marks] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [mark["open"] for mark in marks] == [False] * 5 + [True] * 2
    assert [mark["title"].split(",")[0] for mark in marks] == [entry[0] for entry in INCIDENTS]


def test_more_than_nine_in_one_kecamatan_are_one_mark_with_the_count() -> None:
    crowd = [(place, replace(incident(0), id=str(place))) for place in range(1, 11)]
    [mark] = discs(crowd)
    assert (mark["text"], mark["code"], mark["id"]) == ("10 ×", "64.02.05", None)


def test_too_many_marks_would_hide_the_map_and_are_left_out() -> None:
    many = [(n, replace(incident(0), id=str(n), region_code=f"64.02.{n:02}")) for n in range(1, MOST_DISCS + 2)]
    assert discs(many) == []
    assert len(discs(many[:-1])) == MOST_DISCS


def test_a_click_counts_once_however_often_the_frame_repeats_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    chosen: list[str] = []
    answer = {"last_active_drawing": {"properties": {"code": "64.02", "click": 1}}}
    take_click(answer, chosen.append)
    take_click(answer, chosen.append)
    take_click({"last_active_drawing": {"properties": {"code": "64.02", "click": 2}}}, chosen.append)
    take_click({"last_active_drawing": None}, chosen.append)
    take_click(None, chosen.append)
    assert chosen == ["64.02", "64.02"]


def test_every_layer_gives_every_region_a_class_the_legend_explains() -> None:
    told = situation()
    for _, layer in LAYERS.values():
        drawn: Layer = layer(told)
        assert set(drawn.values) == {one.code for one in told.regions}
        assert set(drawn.values.values()) <= {row.cls for row in drawn.legend}


def test_legend_counts_add_up_to_the_regions() -> None:
    told = situation()
    for _, layer in LAYERS.values():
        rows = [row for row in layer(told).legend if not row.disc]
        assert sum(int(row.count) for row in rows) == len(told.regions)


def test_a_hidden_headcount_is_drawn_like_none_and_never_told() -> None:
    told = situation()
    hidden = [one.code for one in told.regions if one.presence_count is None]
    drawn = layers.presence(told)
    assert hidden
    assert {drawn.values[code] for code in hidden} == {"0"}
    assert {drawn.marks[code] for code in hidden} == {"< 5"}


def test_incidents_are_never_drawn_over_counts_of_persons() -> None:
    assert {name for name, (_, layer) in LAYERS.items() if layer(situation()).has_incidents} == {
        "kerawanan",
        "kejadian",
    }


def test_a_headcount_never_wears_a_status_colour() -> None:
    drawn = layers.presence(situation())
    assert not set(drawn.values.values()) & {"M", "K", "H", "A"}


@given(some.lists(some.integers(min_value=1, max_value=10**6), max_size=60))
def test_quantile_classes_hold_every_count_and_rise(counts: list[int]) -> None:
    edges = quantile_edges(counts)
    assert edges == sorted(set(edges))
    assert len(edges) <= 6
    assert all(edges[0] < count <= edges[-1] for count in counts)


def test_an_incident_known_only_to_the_focus_itself_is_not_on_the_map_but_in_the_count() -> None:
    told = replace(situation(), filter=situation().filter.changed(region="64.02"))
    drawn = [row for row in told.incidents if tables.inside(told, row)]
    assert len(drawn) == 6
    assert "1 hanya diketahui tingkat" in tables.count_line(told)
