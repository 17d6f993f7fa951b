"""Sections about incidents, presence, evidence and what is to be done."""

from collections.abc import Sequence

from poa_geo.briefing import wording
from poa_geo.briefing.blocks import BarChart, FactList, Page, Paragraph, Table
from poa_geo.briefing.content import Briefing, FollowUp, PresenceCount
from poa_geo.domain.record import Incident
from poa_geo.domain.situation import Explanation
from poa_geo.formatting import DASH, day, day_and_month, number, short_name, table_day
from poa_geo.look import band_name
from poa_geo.reference import by_code, label
from poa_geo.texts import current_language, t

MOST_PIECES = 6
SMALLEST_SHARE = 0.05  # rounds to 0,1


def named(table: str, code: str | None) -> str:
    """Return what people call a code, in the language of the document."""
    return label(table, code, current_language.get())


def notable_incidents(briefing: Briefing) -> tuple[Page, ...]:
    """Return one page per notable incident, in siabidibame order, with efforts and outcome."""
    if not briefing.notable:
        text = t("Tidak ada kejadian terverifikasi pada periode ini.")
        return (Page(section="kejadian", title=t("Kejadian menonjol"), blocks=(Paragraph(text),)),)
    return tuple(
        Page(section="kejadian", title=incident.title, blocks=(FactList(siabidibame(briefing, incident)),))
        for incident in briefing.notable
    )


def siabidibame(briefing: Briefing, incident: Incident) -> tuple[tuple[str, str], ...]:
    """Return question and answer: who, what, where, with what, why, how, when; then efforts, outcome, grade."""
    when = day(incident.event_date)
    if incident.event_time:
        when = t("{day} pukul {time}", day=when, time=incident.event_time.replace(":", "."))
        when = f"{when} {incident.time_zone or ''}".rstrip()
    answers = (
        (t("Siapa"), incident.parties),
        (t("Apa"), named("forms", incident.form)),
        (t("Di mana"), briefing.place(incident.region_code)),
        (t("Dengan apa"), incident.means),
        (t("Mengapa"), incident.trigger or incident.root_cause),
        (t("Bagaimana"), incident.chronology),
        (t("Bilamana"), when),
        (t("Upaya"), incident.efforts),
        (t("Hasil"), incident.outcome or t("{status}, belum ada hasil", status=_status(incident))),
    )
    return tuple((question, answer) for question, answer in answers if answer)


def _status(incident: Incident) -> str:
    return named("incident_statuses", incident.status)


def presence(briefing: Briefing) -> tuple[Page, ...]:
    """Return counts of foreign nationals as the fixed monthly tables tell them, and what agencies publish."""
    if briefing.presence_month is None or briefing.presence_total is None:
        text = t("Tidak ada angka orang asing yang dapat ditampilkan untuk wilayah ini.")
        page = Page(section="orang_asing", title=t("Orang asing dan TKA"), blocks=(Paragraph(text),))
        return (page, *_published(briefing))
    title = t(
        "{count} orang asing terdaftar pada {day}", count=number(briefing.presence_total),
        day=day(briefing.presence_month),
    )  # fmt: skip
    note = Paragraph(
        t("Dibulatkan ke lima terdekat; di bawah lima tidak ditampilkan. Tidak memengaruhi skor."), is_note=True
    )
    tables = (
        _presence_table(briefing.presence, t("Kategori"), "presence_categories"),
        _presence_table(briefing.presence_deadlines, t("Masa berlaku izin"), "presence_deadlines"),
        _presence_table(briefing.presence_sources, t("Sumber data"), "agencies"),
    )
    told = [Page(section="orang_asing", title=title, blocks=(table, note)) for table in tables if table.rows]
    return (*(told or [Page(section="orang_asing", title=title, blocks=(note,))]), *_published(briefing))


def _presence_table(counts: Sequence[PresenceCount], head: str, vocabulary: str) -> Table:
    rows = tuple(
        (named(vocabulary, count.code) if count.code else t("Lainnya atau belum diketahui"), number(count.total))
        for count in counts
    )
    return Table(heads=(head, t("Jumlah")), rows=rows, widths=(80, 20), right=frozenset({1}))


def _published(briefing: Briefing) -> tuple[Page, ...]:
    if not briefing.agency_figures:
        return ()
    rows = tuple(
        (named("agencies", f.agency), f.definition, f.area, table_day(f.as_of), number(f.total))
        for f in briefing.agency_figures
    )
    heads = (t("Instansi"), t("Yang dihitung"), t("Wilayah"), t("Per"), t("Jumlah"))
    table = Table(heads=heads, rows=rows, widths=(22, 38, 20, 14, 12), right=frozenset({4}))
    note = Paragraph(t("Angka instansi berdampingan dan tidak dijumlahkan."), is_note=True)
    return (Page(section="orang_asing", title=t("Angka yang diterbitkan instansi"), blocks=(table, note)),)


def cyber(briefing: Briefing) -> tuple[Page, ...]:
    """Return what happened on social media, hoaxes included."""
    told = briefing.cyber
    if not told.incidents:
        text = t("Tidak ada kejadian di ruang siber pada periode ini.")
        return (Page(section="siber", title=t("Media sosial dan hoaks"), blocks=(Paragraph(text),)),)
    rows = tuple(
        (table_day(row.event_date), row.title, briefing.place(row.region_code), row.grade) for row in told.incidents
    )
    table = Table(heads=(t("Tanggal"), t("Kejadian"), t("Wilayah"), t("Nilai")), rows=rows, widths=(16, 50, 24, 10))
    title = t("{count} kejadian di ruang siber", count=number(told.incident_count))
    return (Page(section="siber", title=title, blocks=(table,)),)


def analysis(briefing: Briefing) -> tuple[Page, ...]:
    """Return the course of incidents, and what makes up the score of the region."""
    explained = (_pieces(briefing, briefing.explanation),) if briefing.explanation else ()
    return (*_course(briefing), *explained)


def _course(briefing: Briefing) -> tuple[Page, ...]:
    if not briefing.weeks:
        return ()
    counts = [count for _, count in briefing.weeks]
    chart = BarChart(
        series=t("Kejadian per pekan"),
        categories=tuple(day_and_month(monday) for monday, _ in briefing.weeks),
        values=tuple(counts),
    )
    title = t("{count} kejadian dalam {weeks} pekan", count=number(sum(counts)), weeks=number(len(counts)))
    note = Paragraph(t("Tiap batang satu pekan, mulai Senin."), is_note=True)
    return (Page(section="analisa", title=title, blocks=(chart, note)),)


def _pieces(briefing: Briefing, told: Explanation) -> Page:
    title = t("Skor {region} {score}: {band}", region=short_name(briefing.region_name), score=number(told.score, 1),
              band=band_name(told.band).lower())  # fmt: skip
    if not told.pieces:
        text = t("Tidak ada kejadian terverifikasi yang masih berbobot.")
        return Page(section="analisa", title=title, blocks=(Paragraph(text),))
    shown, rest = told.pieces[:MOST_PIECES], told.pieces[MOST_PIECES:]
    rows = [
        (
            piece.title if piece.id else t("1 kejadian tertutup"),
            named("dimensions", piece.dimension),
            number(piece.share, 1),
            number(piece.without, 1),
        )
        for piece in shown
    ]
    if rest:
        share = number(sum(piece.share for piece in rest), 1)
        rows.append((t("{count} kejadian lain", count=number(len(rest))), DASH, share, DASH))
    rows.append((t("Jumlah"), "", number(told.score, 1), ""))
    table = Table(
        heads=(t("Kejadian"), t("Dimensi"), t("Andil"), t("Bila ditangani")),
        rows=tuple(rows),
        widths=(58, 18, 12, 18),
        right=frozenset({2, 3}),
        has_total=True,
    )
    return Page(section="analisa", title=title, blocks=(table, _by_dimension(told)))


def _by_dimension(told: Explanation) -> Paragraph:
    shown = [(code, share) for code, share in told.by_dimension.items() if share >= SMALLEST_SHARE]
    parts = [f"{named('dimensions', code)} {number(share, 1)}" for code, share in shown]
    return Paragraph(t("Menurut dimensi: {parts}.", parts=", ".join(parts)), is_note=True)


def recommendations(briefing: Briefing) -> tuple[Page, ...]:
    """Return who does what by when; red and yellow regions without an action are told their standing measure."""
    open_actions = [action for action in briefing.follow_ups if action.done_on is None]
    rows = [_action_row(briefing, action) for action in open_actions]
    rows += _standing_measures(briefing, open_actions)
    if not rows:
        text = t("Pemantauan rutin; tidak ada tindak lanjut terbuka.")
        return (Page(section="rekomendasi", title=t("Rekomendasi"), blocks=(Paragraph(text),)),)
    table = Table(
        heads=(t("Tindak lanjut"), t("Wilayah"), t("Penanggung jawab"), t("Tenggat")),
        rows=tuple(rows),
        widths=(44, 20, 24, 16),
    )
    title = t("{count} tindak lanjut yang disarankan", count=wording.numeral(len(rows)).capitalize())
    return (Page(section="rekomendasi", title=title, blocks=(table,)),)


def _action_row(briefing: Briefing, action: FollowUp) -> tuple[str, ...]:
    place = short_name(briefing.place(action.region_code))
    return action.title, place, wording.responsible(action), wording.deadline(action, briefing.until)


def _standing_measures(briefing: Briefing, actions: Sequence[FollowUp]) -> list[tuple[str, ...]]:
    measure = f"help_{current_language.get()}"
    cared_for = [action.region_code or "" for action in actions]
    without = [
        status
        for status in briefing.situation.regions
        if status.band in wording.RISKY and not any(code.startswith(status.code) for code in cared_for)
    ]
    without.sort(key=lambda status: (wording.RISKY.index(status.band), -status.score, status.code))
    return [
        (by_code("band_labels")[status.band][measure], short_name(status.name), t("belum ditetapkan"), DASH)
        for status in without
    ]


def follow_up(briefing: Briefing) -> tuple[Page, ...]:
    """Return what the last meetings asked for: done or not."""
    given = [action for action in briefing.follow_ups if action.meeting_on and action.meeting_on <= briefing.until]
    if not given:
        text = t("Belum ada tindak lanjut yang ditandai dari rapat sebelumnya.")
        return (Page(section="tindak_lanjut", title=t("Tindak lanjut rapat sebelumnya"), blocks=(Paragraph(text),)),)
    last = max(action.meeting_on for action in given if action.meeting_on)
    of_last = [action for action in given if action.meeting_on == last]
    done = sum(action.done_on is not None for action in of_last)
    rows = tuple(
        (
            action.title,
            wording.responsible(action),
            t("Selesai") if action.done_on else t("Belum"),
            wording.deadline(action, briefing.until),
        )
        for action in of_last
    )
    table = Table(
        heads=(t("Tindak lanjut"), t("Penanggung jawab"), t("Keadaan"), t("Tenggat")),
        rows=rows,
        widths=(48, 26, 14, 18),
    )
    title = t("{done} dari {count} tindak lanjut rapat {day} selesai", done=number(done), count=number(len(rows)),
              day=day(last))  # fmt: skip
    return (Page(section="tindak_lanjut", title=title, blocks=(table,)),)
