"""Files of known questions as people would save them."""

import pytest
from openpyxl import Workbook


@pytest.fixture
def file(tmp_path):
    """A function that saves a text, in whatever encoding, and gives its path."""

    def saved(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return saved


@pytest.fixture
def book(tmp_path):
    """A function that saves a workbook: sheet name → rows."""

    def saved(name="题.xlsx", /, **sheets):
        workbook = Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
        workbook.save(tmp_path / name)
        return tmp_path / name

    return saved
