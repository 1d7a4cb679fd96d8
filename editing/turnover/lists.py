"""The shot list as tables: CSV for everything, XLSX for people, in the words of the language of the film. Pure."""

from __future__ import annotations

import csv as tables
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

Row = Mapping[str, Any]
_COLUMNS: tuple[tuple[str, str, str, int], ...] = (  # key, English, Chinese, width in characters
    ("slate", "Slate", "场镜", 9),
    ("scene", "Scene", "场", 28),
    ("size", "Size", "景别", 12),
    ("camera", "Camera", "运镜", 16),
    ("description", "Description", "画面", 60),
    ("dialogue", "Dialogue", "对白", 48),
    ("cast", "Cast", "人物", 22),
    ("location", "Location", "场地", 22),
    ("frames", "Frames", "帧数", 9),
    ("length", "Length", "时长", 12),
    ("record", "Record in", "入点", 13),
    ("take", "Take", "条", 8),
    ("model", "Model", "模型", 24),
)
_RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run as a formula


def csv(rows: Sequence[Row], language: str = "en") -> bytes:
    """UTF-8 with a byte order mark, as spreadsheets want Chinese; a cell that would be a formula is written as words."""
    said = io.StringIO()
    writer = tables.writer(said)
    writer.writerow([_head(one, language) for one in _COLUMNS])
    for row in rows:
        writer.writerow([_safe(row.get(key, "")) for key, *_ in _COLUMNS])
    return said.getvalue().encode("utf-8-sig")


def xlsx(rows: Sequence[Row], title: str, language: str = "en") -> bytes:
    """One sheet with a frozen head and a filter; the same rows give the same bytes."""
    book = Workbook()
    book.properties.created = book.properties.modified = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    sheet: Any = book.active
    sheet.title = "".join(one for one in title if one >= " " and one not in r"[]:*?/\'")[:31].strip() or "Shots"
    sheet.append([_head(one, language) for one in _COLUMNS])
    for row in rows:
        sheet.append([_cell(row.get(key, "")) for key, *_ in _COLUMNS])
    for number, column in enumerate(_COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column[3]
        head = sheet.cell(1, number)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="22262E")
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.data_type == "f":
                cell.data_type = "s"
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(column: tuple[str, str, str, int], language: str) -> str:
    return column[2] if language == "zh" else column[1]


def _safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def _cell(value: Any) -> Any:
    return "".join(one for one in value if one >= " " or one in "\n\t") if isinstance(value, str) else value
