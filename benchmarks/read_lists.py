"""How fast lists are read: lines per second and peak memory, for CSV and XLSX, in process and in the limited child.

Usage: python benchmarks/read_lists.py [LINES]
"""

from __future__ import annotations

import csv
import io
import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

import xlsxwriter

from repatria.lists import ReadList, read, read_limited
from repatria.people.refs import list_id, party_id

_HEADINGS = (
    "№ з/п", "Прізвище", "Ім'я", "По батькові", "Стать", "Дата народження", "Місце народження", "Місце проживання",
    "ІПН", "Дата вивезення", "Місце перебування", "Примітка",
)  # fmt: skip
_SURNAMES = [a + b for a in ("Бер", "Вер", "Гор", "Дуб", "Клен", "Лип", "Мор", "Снов") for b in ("енко", "ук", "ський")]
_GIVEN = ("Олена", "Микола", "Дарина", "Тарас", "Соломія", "Богдан", "Зоряна", "Остап")
_PLACES = [f"Нижні Ставки {n}" for n in range(500)]


def rows(count: int) -> list[tuple[str, ...]]:
    """Returns headings and invented people, the same each time."""
    found: list[tuple[str, ...]] = [_HEADINGS]
    for n in range(1, count + 1):
        born = date(2013, 1, 1) + timedelta(days=n * 37 % 5000)
        written = (f"{born:%d.%m.%Y}", f"{born:%d/%m/%Y}", born.isoformat(), f"близько {born.year} р.")[n % 4]
        found.append(
            (
                str(n), _SURNAMES[n % len(_SURNAMES)] + "аеиоу"[n // 7 % 5], _GIVEN[n % 8], _GIVEN[n // 3 % 8] + "івна",
                "жч"[n % 2], written, _PLACES[n % 500], _PLACES[n * 7 % 500], f"{3000000000 + n * 13}",
                f"{date(2030, 1, 1) + timedelta(days=n % 700):%d.%m.%Y}", f"Заклад {n % 90}", f"зауваження {n % 1000}",
            )
        )  # fmt: skip
    return found


def as_csv(table: list[tuple[str, ...]]) -> bytes:
    """Returns the table as a CSV with semicolons."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(table)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: list[tuple[str, ...]]) -> bytes:
    """Returns the table as a workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def measure(what: str, content: bytes, reader: Callable[..., ReadList], count: int) -> None:
    """Prints lines per second and the peak memory of this process and its children so far."""
    start, used = time.perf_counter(), time.process_time()
    found = reader(content, list_id=list_id("north-1"), party=party_id("north"), as_of=date(2032, 1, 1))
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    if len(found.lines) != count:
        raise SystemExit(f"{what}: {len(found.lines)} lines of {count}")
    peak = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(
        f"{what:22} {len(content) / 1e6:6.1f} MB  {seconds:6.2f} s ({processor:5.2f} CPU s here)  {count / seconds:9,.0f} lines/s  "
        f"{len(found.findings):7,} findings  peak {peak[0]:,} MB, children {peak[1]:,} MB"
    )


def main() -> None:
    """Measures CSV first, so that the peak of the larger workbook does not hide its own."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    table = rows(count)
    content = as_csv(table)
    measure("CSV", content, read, count)
    measure("CSV in a child", content, read_limited, count)
    content = as_xlsx(table)
    measure("XLSX", content, read, count)
    measure("XLSX in a child", content, read_limited, count)


if __name__ == "__main__":
    main()
