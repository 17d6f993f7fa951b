"""The look: one place of colours, readable in light and dark."""

import re
import tomllib

import pytest

from poa_geo.ui import theme
from poa_geo.ui.pages import PAGES
from poa_geo.ui.theme import ASSETS, tokens

CONFIG = tomllib.loads((ASSETS.parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
ROLES = {"primaryColor": "accent", "backgroundColor": "page", "secondaryBackgroundColor": "soft", "textColor": "ink",
         "borderColor": "frame", "dataframeBorderColor": "hairline"}  # fmt: skip
AS_STREAMLIT_RUNS = ("light", "dark")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", AS_STREAMLIT_RUNS)
def test_streamlit_is_themed_with_the_colours_of_the_tokens(scheme: theme.Scheme) -> None:
    for option, token in ROLES.items():
        assert CONFIG["theme"][scheme][option] == theme.colour(token, scheme), option


@pytest.mark.parametrize("scheme", AS_STREAMLIT_RUNS)
@pytest.mark.parametrize("status", ["M", "K", "H", "A"])
def test_a_letter_is_readable_on_its_status_colour(status: str, scheme: theme.Scheme) -> None:
    assert contrast(theme.colour(status, scheme), theme.colour(f"{status}-text", scheme)) >= 4.5


@pytest.mark.parametrize("scheme", AS_STREAMLIT_RUNS)
@pytest.mark.parametrize("text", ["ink", "ink2", "accent"])
def test_texts_are_readable_on_the_page(text: str, scheme: theme.Scheme) -> None:
    assert contrast(theme.colour(text, scheme), theme.colour("page", scheme)) >= 4.5


def test_in_grey_print_a_region_is_darker_the_worse_it_is() -> None:
    greys = [luminance(theme.colour(status, "light")) for status in ("M", "K", "H", "A")]
    assert greys == sorted(greys)


def test_every_colour_a_style_sheet_names_is_a_token() -> None:
    own = {"upload", "upload-limit", "halo", "fill", "text"}
    for name in ("tokens.css", "page.css", "map.css"):
        used = set(re.findall(r"var\(--([\w-]+)", theme.asset(name)))
        assert used <= tokens().keys() | own, name


def test_style_sheets_and_the_map_ask_nothing_of_another_site() -> None:
    for name in ("tokens.css", "page.css", "map.css", "map.js"):
        assert not re.search(r"https?://|@import|//[a-z]+\.[a-z]+/", theme.asset(name)), name


def test_every_page_file_has_a_row_and_every_row_a_file() -> None:
    files = {path.stem for path in next(iter(PAGES.values())).file.parent.glob("*.py")}
    assert files == set(PAGES)


def test_every_page_reads_like_a_table_of_contents() -> None:
    for row in PAGES.values():
        lines = row.file.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 80, row.name
        assert any(line.startswith(f'with page("{row.name}"') for line in lines), row.name
