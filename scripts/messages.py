"""Brings the message catalogue up to date: `python -m scripts.messages` adds new sentences and drops unused ones.

Indonesian sentences are collected from the code (`t("…")`, `mark("…")`); English stands in `poa_geo/locale/en`.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "poa_geo" / "locale" / "en" / "LC_MESSAGES" / "poa_geo.po"
KEYWORDS = {"t": None, "mark": None}
PLACES = ("poa_geo", "pages")


def collected() -> Catalog:
    """Return every sentence of the code."""
    catalogue = Catalog(project="POA-Geo", locale="en", charset="utf-8")
    for place in PLACES:
        found = extract_from_dir(ROOT / place, [("**.py", "python")], keywords=KEYWORDS, comment_tags=())
        for _, _, message, _, _ in found:
            catalogue.add(message)
    return catalogue


def translations() -> dict[str, str]:
    """Return sentence → English of the present catalogue."""
    if not CATALOGUE.is_file():
        return {}
    with CATALOGUE.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="en") if message.id}


def main() -> None:
    """Write the catalogue anew and say what is missing."""
    catalogue, known = collected(), translations()
    for message in catalogue:
        if message.id:
            message.string = known.get(str(message.id), "")
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, no_location=True, omit_header=True)
    missing = [message.id for message in catalogue if message.id and not message.string]
    print(f"{len(catalogue)} sentences, {len(missing)} without English")
    sys.exit(0)


if __name__ == "__main__":
    main()
