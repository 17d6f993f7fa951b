"""How much fits on a slide: pages are cut so that nothing is smaller than 20 pt and nothing runs over the edge.

Everything is in slide pixels: a slide is 1600 × 900, 33 pixels are 20 pt.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import font_source_sans_pro
from PIL import ImageFont

from poa_geo.briefing.blocks import (
    BarChart,
    Block,
    FactList,
    Figures,
    Issue,
    Issues,
    Page,
    Paragraph,
    RegionMap,
    Table,
)
from poa_geo.texts import t

WIDTH, HEIGHT = 1600, 900
LEFT, RIGHT = 48, 1552
TITLE_TOP, TITLE_PX, SMALL_TITLE_PX = 80, 58, 44
TOP, BOTTOM = 178, 846
MAP_WIDTH, SIDE_LEFT = 800, 848
TEXT_PX, LINE_PX, GAP_PX = 33, 39, 16
SWATCH_PX = 46
FIGURE_PX, FIGURES_HEIGHT_PX = 88, 186
FACT_LABEL_PX = 250
CELL_SIDE_PX, CELL_PADDING_PX, BAND_COLUMN_PX = 12, 10, 196
SMALLEST_CHART_PX = 420
ARROWS = "→▲▼○"  # half a letter wider elsewhere than where they are measured
WIDEST_FONT = 1.12  # the fonts of office programs run about a tenth wider than the one measured with


@lru_cache(maxsize=2)
def _font(is_bold: bool) -> ImageFont.FreeTypeFont:
    name = f"SourceSansPro-{'Bold' if is_bold else 'Regular'}.ttf"
    return ImageFont.truetype(str(Path(font_source_sans_pro.font_directory) / name), 100)


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = TEXT_PX, is_bold: bool = False) -> float:
    """Return how wide a text runs at most."""
    arrows = sum(text.count(arrow) for arrow in ARROWS) * size / 2
    return _font(is_bold).getlength(text) * size / 100 * WIDEST_FONT + arrows


def line_count(text: str, width: float, size: float = TEXT_PX, is_bold: bool = False) -> int:
    """Return how many lines a text takes in a width."""
    return len(broken(text, width, size, is_bold))


def broken(text: str, width: float, size: float = TEXT_PX, is_bold: bool = False) -> list[str]:
    """Return a text broken into lines at its spaces."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, is_bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def shortened(text: str, width: float, most_lines: int, size: float = TEXT_PX) -> str:
    """Return a text that takes at most some lines, with an ellipsis where words were left out."""
    words = text.split()
    shown = text
    while words and line_count(shown, width, size) > most_lines:
        words.pop()
        shown = " ".join(words) + " …"
    return shown


def title_size(page: Page) -> int:
    """Return the size of a title: smaller where it would not fit in one line."""
    return TITLE_PX if text_width(page.title, TITLE_PX, True) <= RIGHT - LEFT else SMALL_TITLE_PX


def block_width(page: Page) -> int:
    """Return the width of what stands beside a map, or of the whole slide."""
    return RIGHT - SIDE_LEFT if has_map(page) else RIGHT - LEFT


def has_map(page: Page) -> bool:
    """Say whether the left half of a page is a map."""
    return bool(page.blocks) and isinstance(page.blocks[0], RegionMap)


def column_widths(table: Table, width: float) -> list[float]:
    """Return the widths of a table's columns, none narrower than its longest word; the level comes before them."""
    room = width - (BAND_COLUMN_PX if table.bands else 0)
    least = [_longest_word(table, column) + 2 * CELL_SIDE_PX for column in range(len(table.heads))]
    wanted = [room * part / sum(table.widths) for part in table.widths]
    spare = [max(0.0, wish - need) for wish, need in zip(wanted, least, strict=True)]
    missing = sum(max(0.0, need - wish) for wish, need in zip(wanted, least, strict=True))
    give = min(1.0, missing / sum(spare)) if sum(spare) else 0.0
    columns = [max(wish, need) - give * free for wish, need, free in zip(wanted, least, spare, strict=True)]
    return [BAND_COLUMN_PX, *columns] if table.bands else columns


def _longest_word(table: Table, column: int) -> float:
    words = [word for row in table.rows for word in row[column].split()]
    in_rows = max((text_width(word) for word in words), default=0.0)
    return max(in_rows, max(text_width(word, TEXT_PX, True) for word in table.heads[column].split()))


def row_height(cells: tuple[str, ...], widths: list[float], is_bold: bool = False) -> float:
    """Return the height of a table row, its longest cell wrapped."""
    inner = [width - 2 * CELL_SIDE_PX for width in widths[-len(cells) :]]
    lines = max(line_count(cell, room, TEXT_PX, is_bold) for cell, room in zip(cells, inner, strict=True))
    return lines * LINE_PX + CELL_PADDING_PX


def fact_height(answer: str, width: float) -> float:
    """Return the height of one question with its answer."""
    return line_count(answer, width - FACT_LABEL_PX) * LINE_PX + GAP_PX / 2


def issue_height(issue: Issue, width: float) -> float:
    """Return the height of one issue: its head, its line, its note."""
    room = width - SWATCH_PX - 22
    lines = line_count(issue.head, room, TEXT_PX, True) + line_count(issue.line, room) + line_count(issue.note, room)
    return lines * LINE_PX + GAP_PX


def height_of(block: Block, width: float) -> float:
    """Return the height a block takes."""
    if isinstance(block, Figures):
        return FIGURES_HEIGHT_PX
    if isinstance(block, Issues):
        return sum(issue_height(issue, width) for issue in block.items)
    if isinstance(block, Table):
        widths = column_widths(block, width)
        rows = sum(row_height(row, widths, block.has_total and row == block.rows[-1]) for row in block.rows)
        return row_height(block.heads, widths, True) + rows + GAP_PX
    if isinstance(block, FactList):
        return sum(fact_height(answer, width) for _, answer in block.items)
    if isinstance(block, Paragraph):
        return line_count(block.text, width) * LINE_PX + GAP_PX
    return SMALLEST_CHART_PX if isinstance(block, BarChart) else 0


def slides(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Return the pages as slides: what does not fit goes on to a further slide with the same title."""
    return tuple(slide for page in pages for slide in _cut(page))


def _cut(page: Page) -> Iterator[Page]:
    if page.is_cover:
        yield page
        return
    page = _with_short_issues(page)
    width, room = block_width(page), BOTTOM - TOP
    waiting = list(page.blocks)
    is_first = True
    while waiting:
        kept, waiting = _fill(waiting, width if is_first else RIGHT - LEFT, room)
        title = page.title if is_first else t("{title} (lanjutan)", title=page.title)
        yield replace(page, title=title, blocks=tuple(kept))
        is_first = False


def _fill(waiting: list[Block], width: float, room: float) -> tuple[list[Block], list[Block]]:
    """Return what fits on one slide and what is left; the first block is always begun."""
    kept: list[Block] = []
    for position, block in enumerate(waiting):
        height = height_of(block, width)
        if height <= room:
            kept.append(block)
            room -= height
            continue
        head, tail = _split(block, width, room, must=not kept or isinstance(kept[-1], RegionMap))
        if head:
            kept.append(head)
        return kept, [*([tail] if tail else []), *waiting[position + 1 :]]
    return kept, []


def _split(block: Block, width: float, room: float, *, must: bool) -> tuple[Block | None, Block | None]:
    """Cut a table or list where the room ends; anything else goes on as a whole, unless the slide is empty."""
    if isinstance(block, Table):
        widths = column_widths(block, width)
        used = row_height(block.heads, widths, True) + GAP_PX
        count = _count_fitting([row_height(row, widths) for row in block.rows], room - used, must)
        return (block.part(0, count) if count else None), block.part(count, len(block.rows))
    if isinstance(block, FactList):
        count = _count_fitting([fact_height(answer, width) for _, answer in block.items], room, must)
        return (FactList(block.items[:count]) if count else None), FactList(block.items[count:])
    return (block, None) if must else (None, block)


def _count_fitting(heights: list[float], room: float, must: bool) -> int:
    count, used = 0, 0.0
    for height in heights:
        if used + height > room:
            break
        used += height
        count += 1
    return max(count, 1) if must else count


def _with_short_issues(page: Page) -> Page:
    """Shorten reasons to two lines, then to one, so that the issues stay beside the map."""
    width = block_width(page)
    for most_lines in (2, 1):
        if sum(height_of(block, width) for block in page.blocks) <= BOTTOM - TOP:
            return page
        page = replace(page, blocks=tuple(_shorter(block, width, most_lines) for block in page.blocks))
    return page


def _shorter(block: Block, width: float, most_lines: int) -> Block:
    if not isinstance(block, Issues):
        return block
    room = width - SWATCH_PX - 22
    return Issues(
        tuple(
            replace(issue, line=shortened(issue.line, room, most_lines), note=shortened(issue.note, room, 1))
            for issue in block.items
        )
    )
