"""A page in plain words: what a picture of it says to those who do not see it."""

from poa_geo.briefing.blocks import BarChart, Block, FactList, Figures, Issues, Page, Paragraph, RegionMap, Table
from poa_geo.look import band_name


def spoken(page: Page) -> str:
    """Return title and content of a page, sentence after sentence."""
    told = [page.title, *(_block(block) for block in page.blocks)]
    return " ".join(part if part.endswith(".") else f"{part}." for part in told if part)


def _block(block: Block) -> str:
    if isinstance(block, Figures):
        return "; ".join(f"{item.value} {item.label} {item.note}".strip() for item in block.items)
    if isinstance(block, Issues):
        return "; ".join(f"{item.head}: {item.line} {item.note}" for item in block.items)
    if isinstance(block, Table):
        return "; ".join(", ".join(_cells(block, row)) for row in range(len(block.rows)))
    if isinstance(block, FactList):
        return "; ".join(f"{question}: {answer}" for question, answer in block.items)
    if isinstance(block, BarChart):
        return "; ".join(f"{name} {value}" for name, value in zip(block.categories, block.values, strict=True))
    return block.text if isinstance(block, Paragraph) else _map(block)


def _cells(table: Table, row: int) -> list[str]:
    level = [band_name(table.bands[row])] if table.bands else []
    return [*level, *(cell for cell in table.rows[row] if cell)]


def _map(block: RegionMap) -> str:
    return block.alt
