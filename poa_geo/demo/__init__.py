"""Kalimantan Timur as it could be: two years of invented events, people and reports, made from a seed for any day.

Nobody and no company in it exists. Dates are relative to `today`, so the demo is never stale.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from poa_geo.demo.accounts import DemoAccount, make_accounts
from poa_geo.demo.assessments import Readers, assess_background, assess_current
from poa_geo.demo.background import make_background
from poa_geo.demo.chance import HISTORY_DAYS
from poa_geo.demo.current import make_current
from poa_geo.demo.follow_up import make_actions, make_plan, make_reports
from poa_geo.demo.matters import assess_regions, make_overrides
from poa_geo.demo.nil_reports import make_nil_reports
from poa_geo.demo.presences import make_presences
from poa_geo.demo.registers import Told, make_figures, make_findings, make_organisations
from poa_geo.domain.action import Action
from poa_geo.domain.agency_figure import AgencyFigure
from poa_geo.domain.organisation import Organisation
from poa_geo.domain.override import Override
from poa_geo.domain.plan_item import PlanItem
from poa_geo.domain.record import Assessment, Incident, NilReport, Presence, Record
from poa_geo.domain.region import RegionTree
from poa_geo.domain.report import Report

__all__ = ["DemoAccount", "DemoData", "generate"]

Kind = TypeVar("Kind", bound=Record)


@dataclass(frozen=True)
class DemoData:
    """Every record of the demo, each list in order of time; `presences` carry identities that the store seals."""

    incidents: tuple[Incident, ...]
    presences: tuple[Presence, ...]
    nil_reports: tuple[NilReport, ...]
    assessments: tuple[Assessment, ...]
    accounts: tuple[DemoAccount, ...]
    actions: tuple[Action, ...]
    plan_items: tuple[PlanItem, ...]
    reports: tuple[Report, ...]
    overrides: tuple[Override, ...]
    organisations: tuple[Organisation, ...]
    agency_figures: tuple[AgencyFigure, ...]
    findings: tuple[Told, ...]


def generate(tree: RegionTree, today: date, seed: int = 20) -> DemoData:
    """Make the demo for a day: the same seed and day give the same records, ids included.

    Parameters
    ----------
    tree : RegionTree
        Must hold Kalimantan Timur.
    today : date
        The day the demo is looked at. Nothing in it is known later than 18.00 WITA of the day before.
    seed : int

    """
    accounts = tuple(make_accounts(today - timedelta(days=HISTORY_DAYS), seed))
    by_name = {account.username: account.id for account in accounts}
    readers = Readers(assessor=by_name["analis"], second_reader=by_name["analis.kedua"])
    current = list(make_current(tree, today, seed, verifier=readers.assessor))
    background = list(make_background(tree, today, seed, verifier=readers.assessor))
    incidents = [incident for incident, _ in current] + background
    assessments = [
        *assess_current(current, today, seed, readers),
        *assess_background(background, today, seed, readers),
        *assess_regions(today, seed, readers),
    ]
    presences = _in_order(make_presences(today, seed))
    return DemoData(
        incidents=_in_order(incidents),
        presences=presences,
        nil_reports=_in_order(make_nil_reports(tree, today, seed, incidents)),
        assessments=_in_order(assessments),
        accounts=accounts,
        actions=_in_order(make_actions(today, seed, current)),
        plan_items=_in_order(make_plan(today, seed)),
        reports=_in_order(make_reports(today, seed, readers.assessor)),
        overrides=_in_order(make_overrides(today, seed, readers)),
        organisations=_in_order(make_organisations(today, seed)),
        agency_figures=_in_order(make_figures(today, seed)),
        findings=tuple(make_findings(presences, today, seed, readers)),
    )


def _in_order(records: Iterable[Kind]) -> tuple[Kind, ...]:
    return tuple(sorted(records, key=lambda record: record.id))
