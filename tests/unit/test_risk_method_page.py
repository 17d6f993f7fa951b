"""`docs/metode.md` tells the truth: its worked example is recomputed, in plain Python and by the package."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from made_up_evidence import TREE, evidence, issue

from poa_geo.reference import by_code, table
from poa_geo.risk.band import BAND_CODES, BandRule
from poa_geo.risk.constants import constants
from poa_geo.risk.explain import explain
from poa_geo.risk.score import scores
from poa_geo.risk.severity import credibility_of, half_life_of, severity_of

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "metode.md").read_text(encoding="utf-8")
KECAMATAN = "99.01.01"
IMPACT = {
    "Meninggal": "deaths",
    "Luka berat": "injured_seriously",
    "Mengungsi": "displaced",
    "Terbakar": "buildings_burnt",
}
VERIFIED = {"ya": "terverifikasi", "belum": "belum"}


def table_below(heading: str) -> list[dict[str, str]]:
    """Read the first Markdown table below a heading."""
    lines = PAGE.split(f"### {heading}\n", 1)[1].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("|"))
    body = lines[start:]
    end = next((number for number, line in enumerate(body) if not line.startswith("|")), len(body))
    header, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in body[:end])
    return [dict(zip(header, row, strict=True)) for row in rows]


ISSUES = table_below("Masukan contoh")
STEPS = table_below("Hitungan contoh")
RESULT = {row["Besaran"]: row["Nilai"] for row in table_below("Hasil contoh")}
DAY = date.fromisoformat(RESULT["Hari penilaian"])


def number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def as_printed(text: str) -> float:
    """Half of the last digit that a printed number shows."""
    return 0.51 * 10 ** -len(text.partition(",")[2])


def ordinal(text: str) -> int | None:
    return None if text == "–" else date.fromisoformat(text).toordinal()


def plain_weight(row: dict[str, str]) -> tuple[float, float, float, float]:
    """Return s, k, half-life and e of one issue, from the words of the page alone."""
    form, stage = by_code("forms")[row["Bentuk"]], by_code("stages")[row["Tahap"]]
    s = float(form["severity"])
    for floor in table("severity_floors"):
        counts = {IMPACT[name]: int(row[name]) for name in IMPACT}
        if counts[floor["column"]] >= int(floor["at_least"]):
            s = max(s, float(floor["severity"]))
    if row["ATHG"] != "–":
        likelihood, impact = row["ATHG"].split("×")
        s = float(likelihood) * float(impact)
    grades = by_code("source_grades")[row["Mutu"][0]], by_code("information_grades")[row["Mutu"][1]]
    k = min(float(grade["credibility"]) for grade in grades) if row["Terverifikasi"] == "ya" else 0.0
    half_life = float(stage["half_life_days"] or form["half_life_days"])
    if date.fromisoformat(row["Tanggal"]) > DAY:
        return s, k, half_life, 0.0
    closed = ordinal(row["Selesai"]) or DAY.toordinal()
    open_days = max(min(closed, DAY.toordinal()) - ordinal(row["Umur sejak"]), 0)
    closed_days = max(DAY.toordinal() - closed, 0)
    closed_half_life = min(constants().closed_half_life_days, half_life)
    return s, k, half_life, s / 25 * k * 2 ** (-open_days / half_life) * 2 ** (-closed_days / closed_half_life)


def plain_weights() -> list[float]:
    """Return e of every issue, silencing all but the strongest of a group of suspected duplicates."""
    weight = [plain_weight(row)[3] for row in ISSUES]
    for group in {row["Kelompok"] for row in ISSUES} - {"–"}:
        members = [i for i, row in enumerate(ISSUES) if row["Kelompok"] == group]
        strongest = max(members, key=lambda i: weight[i])
        weight = [0.0 if i in members and i != strongest else e for i, e in enumerate(weight)]
    return weight


def plain_score(weight: list[float]) -> float:
    return 100 * (1 - 2 ** (-(sum(e**3 for e in weight) ** (1 / 3)) / 0.6))


def by_package():
    forms, stages = [row["Bentuk"] for row in ISSUES], [row["Tahap"] for row in ISSUES]
    impact = {column: [int(row[name]) for row in ISSUES] for name, column in IMPACT.items()}
    severity = severity_of(forms, impact)
    for i, row in enumerate(ISSUES):
        if row["ATHG"] != "–":
            severity[i] = np.prod([int(digit) for digit in row["ATHG"].split("×")])
    credibility = credibility_of(
        [row["Mutu"][0] for row in ISSUES],
        [row["Mutu"][1] for row in ISSUES],
        [VERIFIED[row["Terverifikasi"]] for row in ISSUES],
    )
    half_life = half_life_of(forms, stages)
    return evidence(
        *(
            issue(KECAMATAN, severity=severity[i], credibility=credibility[i], half_life=half_life[i], row=i)
            | {"day": ordinal(row["Tanggal"]), "age_from": ordinal(row["Umur sejak"])}
            | ({"closed_day": ordinal(row["Selesai"])} if row["Selesai"] != "–" else {})
            | {"group": -1 if row["Kelompok"] == "–" else ord(row["Kelompok"])}
            for i, row in enumerate(ISSUES)
        )
    )


@pytest.mark.parametrize("position", range(len(ISSUES)))
def test_every_step_on_the_page_can_be_recomputed_by_hand(position):
    step, (s, k, half_life, _) = STEPS[position], plain_weight(ISSUES[position])
    e = plain_weights()[position]
    shown = {"s": s, "k": k, "Waktu paruh": half_life, "e": e, "e³": e**3}
    for name, value in shown.items():
        assert number(step[name]) == pytest.approx(value, abs=as_printed(step[name])), name


def test_the_score_on_the_page_is_what_its_steps_give():
    weight = plain_weights()
    assert number(RESULT["Σ e³"]) == pytest.approx(sum(e**3 for e in weight), abs=as_printed(RESULT["Σ e³"]))
    assert number(RESULT["E"]) == pytest.approx(sum(e**3 for e in weight) ** (1 / 3), abs=as_printed(RESULT["E"]))
    assert number(RESULT["R"]) == pytest.approx(plain_score(weight), abs=as_printed(RESULT["R"]))


def test_the_package_gives_the_score_of_plain_python():
    score = scores(by_package(), TREE, DAY.toordinal())[TREE.index(KECAMATAN)]
    assert score == pytest.approx(plain_score(plain_weights()), abs=1e-9)


def test_shares_and_scores_without_a_piece_are_those_of_the_page():
    breakdown = explain(by_package(), TREE, KECAMATAN, DAY.toordinal())
    for row, share, without in zip(breakdown.row, breakdown.share, breakdown.without, strict=True):
        step = STEPS[row]
        assert number(step["Andil"]) == pytest.approx(share, abs=as_printed(step["Andil"]))
        assert number(step["R tanpa"]) == pytest.approx(without, abs=as_printed(step["R tanpa"]))
    silent = set(range(len(STEPS))) - set(breakdown.row.tolist())
    assert all(number(STEPS[i]["Andil"]) == 0 for i in silent)


def test_the_colour_on_the_page_is_that_of_its_score():
    score = scores(by_package(), TREE, DAY.toordinal())
    shown = BandRule.of(TREE).instantaneous(score, np.ones(len(TREE), dtype=bool))
    assert RESULT["Warna"] == BAND_CODES[shown[TREE.index(KECAMATAN)]]


def test_the_thresholds_on_the_page_are_those_of_the_tables():
    printed = {row["Tingkat"]: row for row in table_below("Ambang warna")}
    for row in table("bands"):
        shown = printed[row["label_id"]]
        for name, column in (("Kuning", "kuning_from"), ("Merah", "merah_from")):
            expected = plain_score([float(row[column]) / 25])
            assert number(shown[f"{name} mulai (per 25)"]) == float(row[column])
            assert number(shown[f"{name} mulai (R)"]) == pytest.approx(expected, abs=0.051)


def test_the_page_says_what_a_score_never_looks_at():
    assert "bukan orang" in PAGE
    assert "Kewarganegaraan, agama, suku, ras, jenis kelamin, usia, dan banyaknya orang asing" in PAGE
