"""The forecast on the screen: probabilities with their range, how reliable they were, and where to look in quiet."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.risk.calendar_days import KnownDay, known_days
from poa_geo.services.forecast_told import ForecastTold, RegionForecast, SkillPoint, newest_forecast
from poa_geo.services.watch_list import QuietRegion, watch_list
from poa_geo.texts import current_language, mark, t
from poa_geo.ui import charts, current, tables
from poa_geo.ui.formatting import day, number, period, short_day
from poa_geo.ui.parts import head, quiet

MOST_REGIONS = 15
AHEAD = timedelta(days=60)
BASELINES = {
    "zero": mark("selalu nol"),
    "last_month": mark("seperti bulan lalu"),
    "smoothed_12": mark("rata-rata 12 bulan"),
    "seasonal": mark("rata-rata musiman"),
    "long_run": mark("rata-rata jangka panjang"),
}


def forecast_part(reader: Reader) -> None:
    """Draw the newest forecast with its proof, the quiet regions to watch, and the known days ahead."""
    told = newest_forecast(current.office(), reader)
    st.html(head(t("Prakiraan 30 hari")))
    if told is None:
        st.html(quiet(t("Belum ada prakiraan tersimpan; prakiraan dibuat oleh perintah harian.")))
    else:
        _forecast(told)
    left, right = st.columns(2, gap="large")
    with left:
        _watch_list(reader)
    with right:
        today, region = current.today(), current.home(reader)
        st.html(head(t("Hari rawan yang sudah diketahui")) + calendar_list(known_days(region, today, today + AHEAD)))


def _forecast(told: ForecastTold) -> None:
    st.html(f'<p class="mid">{escape(_verdict(told))}</p>')
    st.html(forecast_table(told.regions[:MOST_REGIONS]))
    left, right = st.columns(2, gap="large")
    name = "model" if told.is_better else told.best_baseline
    bins = _bins(told.metrics, name)
    with left:
        st.html(head(t("Keandalan: yang dikatakan dan yang terjadi")))
        if bins:
            charts.show(charts.reliability([(b["told"], b["observed"], b["count"]) for b in bins]), key="reliability")
    with right:
        st.html(head(t("Mutu dari waktu ke waktu, makin kecil makin baik")))
        if len(told.history) > 1:
            charts.show(skill_over_time(told.history), key="skill")
        else:
            st.html(quiet(t("Garis ini muncul mulai prakiraan kedua.")))
    with st.expander(t("Angka di balik prakiraan")):
        st.html(_measures(told))
        if bins:
            st.html(_bin_table(bins))


def baseline_name(name: str) -> str:
    """Return what people call a baseline."""
    return t(BASELINES.get(name, name))


def _verdict(told: ForecastTold) -> str:
    since = t("Dihitung {day}: peluang sedikitnya satu kejadian terverifikasi dalam 30 hari.", day=day(told.day))
    if told.is_better:
        best = t("Model lebih baik daripada pembanding terbaik ({name}) pada dua belas jangka terakhir.",
                 name=baseline_name(told.best_baseline))  # fmt: skip
        return f"{since} {best}"
    worse = t("Model belum lebih baik dari rata-rata; yang ditampilkan adalah pembanding terbaik: {name}.",
              name=baseline_name(told.best_baseline))  # fmt: skip
    return f"{since} {worse}"


def forecast_table(regions: Sequence[RegionForecast]) -> str:
    """Return regions with their probability as a number, a bar and a range."""
    has_range = any(one.low is not None for one in regions)
    heads = [t("Wilayah"), t("Peluang"), "", *([t("Rentang")] if has_range else [])]
    return tables.table(heads, [_row(one, has_range=has_range) for one in regions], right=(1, 3))


def _row(one: RegionForecast, *, has_range: bool) -> list[str]:
    name = tables.anchor(one.name, "wilayah", wilayah=one.code)
    told = [name, f"<b>{percent(one.probability)}</b>", _range_bar(one)]
    return [*told, f"{percent(one.low)} – {percent(one.high)}"] if has_range else told


def percent(value: float | None) -> str:
    """Return a probability as people read it: `12 %`; below one in a hundred it says so."""
    if value is None:
        return "–"
    return "< 1 %" if 0 < value < 0.01 else f"{number(100 * value)} %"


def _range_bar(one: RegionForecast) -> str:
    low, high = (one.low, one.high) if one.low is not None and one.high is not None else (0.0, one.probability)
    return (
        f'<span class="chance" aria-hidden="true"><i style="left:{100 * low:.1f}%;width:{100 * (high - low):.1f}%"></i>'
        f'<b style="left:{100 * one.probability:.1f}%"></b></span>'
    )


def _bins(metrics: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    bins = metrics.get(name, {}).get("calibration", {}).get("bins", [])
    return [one for one in bins if one["count"]]


def _bin_table(bins: Sequence[Mapping[str, Any]]) -> str:
    rows = [
        [f"{percent(b['from'])} – {percent(b['to'])}", number(b["count"]), percent(b["told"]), percent(b["observed"])]
        for b in bins
    ]
    return tables.table([t("Peluang"), t("Banyaknya"), t("Dikatakan"), t("Terjadi")], rows, right=(1, 2, 3))


def _measures(told: ForecastTold) -> str:
    names = [name for name in ("model", *BASELINES) if name in told.metrics]
    rows = [
        [
            escape(t("Model") if name == "model" else baseline_name(name)),
            *(
                number(told.metrics[name].get(measure, {}).get("value"), decimals)
                for measure, decimals in (("log_score", 4), ("brier", 4), ("average_precision", 2), ("onset_recall", 2))
            ),
        ]
        for name in names
    ]
    heads = [t("Prakiraan"), t("Skor log"), "Brier", t("Presisi rata-rata"), t("Awal kejadian terpantau")]
    return tables.table(heads, rows, right=(1, 2, 3, 4))


def skill_over_time(points: Sequence[SkillPoint]) -> go.Figure:
    """Return the log score of the model and of the best baseline, run by run."""
    days = [point.day for point in points]
    lines = [
        (t("Model"), [p.model for p in points], "s1"),
        (t("Pembanding terbaik"), [p.baseline for p in points], "s4"),
    ]
    return charts.lines(days, lines)


def _watch_list(reader: Reader) -> None:
    found = watch_list(current.office(), reader)
    st.html(head(t("Wilayah tenang yang perlu dipantau")) + watch_table(found))
    st.caption(t("Hanya wilayah tanpa kejadian berat dalam dua belas bulan; urut menurut tekanan wilayah tetangga."))


def watch_table(found: Sequence[QuietRegion]) -> str:
    """Return quiet regions with what presses on them."""
    if not found:
        return quiet(t("Tidak ada wilayah tenang yang mendapat tekanan dari tetangganya."))
    rows = [
        [
            tables.anchor(one.name, "wilayah", wilayah=one.code),
            number(one.pressure, 2),
            number(one.score, 1),
        ]
        for one in found
    ]
    return tables.table([t("Wilayah"), t("Tekanan tetangga"), t("Skor sendiri")], rows, right=(1, 2))


def calendar_list(days: Sequence[KnownDay]) -> str:
    """Return known days, oldest first."""
    if not days:
        return quiet(t("Tidak ada dalam 60 hari ke depan."))
    language = current_language.get()
    rows = [[escape(period(one.first, one.last)), escape(one.told(language))] for one in days]
    return tables.table([t("Tanggal"), t("Hari")], rows)


def chart_days(region: str, first: date, last: date) -> list[tuple[date, str]]:
    """Return day and name of what a chart of weeks marks."""
    language = current_language.get()
    return [
        (max(one.first, first), f"{short_day(one.first)}: {one.told(language)}")
        for one in known_days(region, first, last)
    ]
