"""Filling a demo database: made-up records and accounts with random passwords, told to whoever starts the demo."""

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from poa_geo.access.reader import SYSTEM
from poa_geo.demo import DemoData, generate
from poa_geo.domain.finding import Finding, Referral
from poa_geo.services import accounts
from poa_geo.services.findings import LEGAL_BASIS, sealed_text
from poa_geo.services.identities import sealed_rows
from poa_geo.services.installation import Installation, Write
from poa_geo.services.public_reports import PublicForm, set_public_form
from poa_geo.settings import Settings
from poa_geo.store import identities, privacy, records

KINDS = (
    "incident",
    "assessment",
    "nil_report",
    "presence",
    "action",
    "plan_item",
    "report",
    "override",
    "organisation",
    "agency_figure",
    "finding",
)
DEMO_REGION = "64"
PASSWORD_FILE = "akun-demo.json"  # beside the keys, for the owner of the machine only; real accounts have no such file


def fill(office: Installation, today: date) -> None:
    """Write all made-up records and accounts of the demo; the records in one transaction.

    Parameters
    ----------
    office : Installation
        Of a demo database without records.
    today : date
        The day the demo is made for.

    """
    made = generate(office.tree, today)
    _write_accounts(office, made)
    _write_records(office, made)
    set_public_form(office, SYSTEM, PublicForm(mode="anonim", region=DEMO_REGION))


def _write_accounts(office: Installation, made: DemoData) -> None:
    passwords = {}
    for account in made.accounts:
        profile = accounts.Profile(
            username=account.username,
            display_name=account.display_name,
            role=account.role,
            scope=account.scope,
            office=account.office,
            agency=account.agency,
        )
        passwords[account.username] = accounts.add(office, SYSTEM, profile, account_id=account.id)
    _keep(office.settings, passwords)


def _write_records(office: Installation, made: DemoData) -> None:
    with office.writing(SYSTEM, "demo.fill") as write:
        sealed = [sealed_rows(presence, office.keyring) for presence in made.presences]
        records.insert(write.connection, "incident", [vars(incident) for incident in made.incidents])
        records.insert(write.connection, "assessment", [vars(assessment) for assessment in made.assessments])
        records.insert(write.connection, "nil_report", [vars(report) for report in made.nil_reports])
        records.insert(write.connection, "presence", [row for row, _ in sealed])
        records.insert(write.connection, "action", [vars(action) for action in made.actions])
        records.insert(write.connection, "plan_item", [vars(item) for item in made.plan_items])
        records.insert(write.connection, "report", [vars(report) for report in made.reports])
        records.insert(write.connection, "override", [vars(override) for override in made.overrides])
        identities.insert_keys(write.connection, [key for _, key in sealed])
        records.insert(write.connection, "organisation", [vars(body) for body in made.organisations])
        records.insert(write.connection, "agency_figure", [vars(figure) for figure in made.agency_figures])
        _write_findings(write, made)
        write.audit("incident", fields=KINDS)


def _write_findings(write: Write, made: DemoData) -> None:
    subjects = {told.record.id: told.record.subject_id for told in made.findings if isinstance(told.record, Finding)}
    for told in made.findings:
        sealed, key = sealed_text(told.record.id, told.text, write.installation.keyring)
        kind = "finding" if isinstance(told.record, Finding) else "referral"
        records.insert(write.connection, kind, [vars(told.record) | {"sealed_text": sealed}])
        identities.insert_keys(write.connection, [key])
        if isinstance(told.record, Referral):
            privacy.insert_disclosure(write.connection, _disclosure(told.record, subjects[told.record.finding_id]))


def _disclosure(referral: Referral, subject_id: str) -> dict[str, Any]:
    return {
        "id": referral.id, "record_kind": "presence", "record_id": subject_id, "to_agency": referral.agency,
        "purpose": f"{LEGAL_BASIS} {referral.reference_number}", "legal_basis": LEGAL_BASIS,
        "disclosed_by": referral.created_by, "disclosed_at": referral.recorded_at,
    }  # fmt: skip


def sign_in_names(settings: Settings) -> Mapping[str, str]:
    """Return user name → password of the demo accounts; empty where this is no demo."""
    path = _password_path(settings)
    known: Mapping[str, str] = json.loads(path.read_text()) if path.is_file() else {}
    return known


def _keep(settings: Settings, passwords: Mapping[str, str]) -> None:
    path = _password_path(settings)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(passwords, file, indent=1)


def _password_path(settings: Settings) -> Path:
    return settings.home / PASSWORD_FILE
