"""Findings of presence monitoring, and their way to the agency that may judge them.

An indication is no violation; only the competent agency says "terbukti". What a finding tells is as closed as a
criminal record, so its text is sealed and it is rahasia from the start.
"""

from dataclasses import dataclass, field
from datetime import date

from poa_geo.domain.record import Classification, Record
from poa_geo.reference import by_code

MACHINE = "finding"
"""Name of its steps in ``reference/steps.csv``; the empty state is the beginning."""

BEGINNING, REFERRED = "", "dirujuk"
DIRECT_REFERRAL = "rujukan_langsung"
"""A referral without a finding of ours, for example after a look at a list that only an officer holds."""


@dataclass(frozen=True, kw_only=True)
class Finding(Record):
    """Something that looks like a violation, of a person's registration or of an organisation."""

    classification: Classification = "rahasia"
    subject_kind: str  # presence, organisation
    subject_id: str
    finding_type: str
    found_on: date
    state: str = "indikasi"
    sealed_text: bytes | None = field(default=None, repr=False)
    closed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Referral(Record):
    """A finding handed to the competent agency: to whom, how, when, under which number. Why is sealed."""

    finding_id: str
    agency: str  # imigrasi, polri, disnaker
    unit: str | None = None
    channel: str | None = None
    referred_on: date
    reference_number: str
    outcome: str | None = None
    outcome_on: date | None = None
    sealed_text: bytes | None = field(default=None, repr=False)


def is_closed(state: str) -> bool:
    """Say whether a state ends the work on a finding."""
    return by_code("finding_states")[state]["is_closed"] == "1"
