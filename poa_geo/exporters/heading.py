"""What every file says about itself: how open it is, whose it is, and up to when its data reach."""

from dataclasses import dataclass
from datetime import datetime

from poa_geo.reference import label
from poa_geo.texts import Language, t


@dataclass(frozen=True)
class Heading:
    """The facts of a file's heading; the same data version gives the same heading, whoever prints it and when.

    Attributes
    ----------
    classification : str
        The most closed of what the file holds.
    office : str
        The issuing office.
    cutoff : datetime
        Newest record in the data, with the zone to show it in.
    is_demo : bool
        Whether the data are made up.
    filter : str
        Which rows these are, in words.

    """

    classification: str
    office: str
    cutoff: datetime
    is_demo: bool = False
    filter: str = ""

    def line(self, language: Language | None = None) -> str:
        """Return the heading as one line."""
        level = label("classifications", self.classification, language or "id").upper()
        parts = [level, self.office, t("data sampai {moment}", language, moment=f"{self.cutoff:%d/%m/%Y %H.%M %Z}")]
        parts += [self.filter] if self.filter else []
        return " · ".join([*parts, t("DATA CONTOH", language)] if self.is_demo else parts)
