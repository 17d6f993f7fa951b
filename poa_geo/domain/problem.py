"""What is wrong with a row or a form field: a result, not an exception."""

from dataclasses import dataclass, field
from typing import Any

from poa_geo.texts import Language, t


@dataclass(frozen=True)
class RowProblem:
    """One finding about one value.

    `message` is an Indonesian sentence with named places that `facts` fill; its English stands in the catalogue.
    `is_fixed` says the value was mended (and the row accepted) rather than refused.
    """

    column: str
    value: str
    rule: str
    message: str
    facts: dict[str, Any] = field(default_factory=dict)
    is_fixed: bool = False

    def text(self, language: Language | None = None) -> str:
        """Return the finding as a sentence."""
        return t(self.message, language, **self.facts) if self.facts else t(self.message, language)

    def __str__(self) -> str:
        return self.text()
