"""The section that looks ahead: forecast, warnings so far, known days, when levels can fall, potentials to watch."""

from datetime import timedelta

from poa_geo.briefing import wording
from poa_geo.briefing.blocks import Page, Paragraph, Table
from poa_geo.briefing.content import Briefing
from poa_geo.formatting import DASH, number, period, short_day, short_name
from poa_geo.risk.calendar_days import known_days
from poa_geo.texts import current_language, t

MOST_POTENTIALS, MOST_CHANCES = 8, 10
AGENDA_DAYS = 30


def outlook(briefing: Briefing) -> tuple[Page, ...]:
    """Return forecast, warnings so far, known days, falls of levels and potentials: what is known of them."""
    parts = (_forecast, _ledger, _known_days, _falls, _potentials)
    return tuple(page for part in parts for page in part(briefing))


def _forecast(briefing: Briefing) -> tuple[Page, ...]:
    if briefing.forecast is None:
        return ()
    title = t("Peluang kejadian 30 hari ke depan")
    if not briefing.forecast:
        text = t("Prakiraan tidak ditampilkan karena belum lebih baik daripada rata-rata kejadian sebelumnya.")
        return (Page(section="prediksi", title=title, blocks=(Paragraph(text),)),)
    rows = tuple(
        (short_name(one.name), percent(one.probability), f"{percent(one.low)} {DASH} {percent(one.high)}")
        for one in briefing.forecast[:MOST_CHANCES]
    )
    table = Table(
        heads=(t("Wilayah"), t("Peluang"), t("Rentang")), rows=rows, widths=(50, 22, 28), right=frozenset({1, 2})
    )
    note = Paragraph(t("Peluang sedikitnya satu kejadian terverifikasi; tidak memengaruhi status."), is_note=True)
    return (Page(section="prediksi", title=title, blocks=(table, note)),)


def percent(share: float) -> str:
    """Return `12%`."""
    return f"{number(100 * share)}%"


def _ledger(briefing: Briefing) -> tuple[Page, ...]:
    told = briefing.ledger
    if told is None:
        return ()
    rows = (
        (t("Peringatan tepat"), number(told.hits)),
        (t("Peringatan tidak terbukti"), number(told.false_alarms)),
        (t("Kejadian tanpa peringatan"), number(told.misses)),
    )
    table = Table(heads=(t("12 bulan terakhir"), t("Jumlah")), rows=rows, widths=(70, 30), right=frozenset({1}))
    lead = t("Peringatan yang tepat datang rata-rata {days} hari sebelumnya.", days=number(told.lead_days, 1))
    notes = (Paragraph(lead, is_note=True),) if told.lead_days is not None else ()
    return (Page(section="prediksi", title=t("Hasil peringatan selama ini"), blocks=(table, *notes)),)


def _known_days(briefing: Briefing) -> tuple[Page, ...]:
    first, last = briefing.until + timedelta(days=1), briefing.until + timedelta(days=AGENDA_DAYS)
    known = known_days(briefing.code, first, last)
    if not known:
        return ()
    rows = tuple((period(one.first, one.last), one.told(current_language.get())) for one in known)
    table = Table(heads=(t("Tanggal"), t("Agenda")), rows=rows, widths=(40, 60))
    title = t("Agenda rawan {days} hari ke depan", days=number(AGENDA_DAYS))
    return (Page(section="prediksi", title=title, blocks=(table,)),)


def _falls(briefing: Briefing) -> tuple[Page, ...]:
    risky = [s for s in briefing.situation.regions if s.band in wording.RISKY]
    if not risky:
        return ()
    risky.sort(key=lambda s: (wording.RISKY.index(s.band), -s.score, s.code))
    rows = tuple(
        (
            short_name(s.name),
            short_day(s.since),
            short_day(s.earliest_fall) if s.earliest_fall else t("belum dapat dihitung"),
        )
        for s in risky
    )
    table = Table(
        heads=(t("Wilayah"), t("Status sejak"), t("Turun paling cepat")),
        rows=rows,
        widths=(40, 24, 30),
        bands=tuple(s.band for s in risky),
    )
    note = Paragraph(t("Dengan anggapan tidak ada kejadian baru dan laporan tetap masuk."), is_note=True)
    title = t("Paling cepat kapan status dapat turun")
    return (Page(section="prediksi", title=title, blocks=(table, note)),)


def _potentials(briefing: Briefing) -> tuple[Page, ...]:
    if not briefing.potentials:
        return ()
    shown = briefing.potentials[:MOST_POTENTIALS]
    rows = tuple((i.title, briefing.place(i.region_code), short_day(i.review_by)) for i in shown)
    table = Table(heads=(t("Potensi"), t("Wilayah"), t("Ditinjau paling lambat")), rows=rows, widths=(50, 24, 26))
    count = len(briefing.potentials)
    title = t("{count} potensi yang masih terbuka", count=wording.numeral(count).capitalize())
    first = t("Ditampilkan {count} yang paling dulu perlu ditinjau.", count=number(len(rows)))
    rest = (Paragraph(first, is_note=True),) if count > len(rows) else ()
    return (Page(section="prediksi", title=title, blocks=(table, *rest)),)
