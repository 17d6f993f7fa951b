"""Texts in a spreadsheet: written so that none of them runs, and read back as they were."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)*$")


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; numbers stay numbers.

    One apostrophe in front is what spreadsheets themselves use; `plain_cell` takes it off again.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def plain_cell(text: str) -> str:
    """Return the text that `safe_cell` was given."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text
