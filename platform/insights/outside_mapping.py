"""Which column means what: guessed from the header and the values, settled by a person."""

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from insights.outside_files import Table
from tasks_catalog.models import Provider

type Meaning = Literal["provider", "on", "rating", "text"]
NEW_RIVAL, LEAVE_OUT, UNDECIDED = "new", "skip", ""
MAX_COMPANIES = 50  # a column with more different values than this does not name companies

WORDS: dict[Meaning, tuple[str, ...]] = {
    "provider": ("provider", "bank", "company", "brand", "competitor", "firma", "marka", "银行", "公司", "品牌", "机构"),
    "on": ("date", "day", "posted", "created", "published", "time", "data", "dzień", "日期", "时间", "发布时间"),
    "rating": ("rating", "stars", "star", "score", "ocena", "gwiazdki", "评分", "星级", "打分"),
    "text": ("review", "text", "comment", "content", "body", "opinia", "treść", "komentarz", "评论", "内容", "评价", "留言"),
}
DATE_FORMATS: dict[str, str] = {
    "%Y-%m-%d": "2025-06-30",
    "%d.%m.%Y": "30.06.2025",
    "%d/%m/%Y": "30/06/2025",
    "%m/%d/%Y": "06/30/2025",
    "%Y/%m/%d": "2025/06/30",
    "%d-%m-%Y": "30-06-2025",
    "%Y.%m.%d": "2025.06.30",
    "%Y年%m月%d日": "2025年6月30日",
    "%Y%m%d": "20250630",
}
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}.*$")


@dataclass(frozen=True)
class Mapping:
    """How a file is read. `providers` says for each company name: a provider's id, NEW_RIVAL, LEAVE_OUT or UNDECIDED."""

    encoding: str = ""
    delimiter: str = ""
    provider: str = ""  # column; empty: all rows are of `constant_provider`
    constant_provider: str = ""
    on: str = ""
    rating: str = ""
    text: str = ""
    date_format: str = ""
    providers: dict[str, str] = field(default_factory=dict)

    @property
    def meaning(self) -> tuple[object, ...]:
        """What decides which reviews come out of the file."""
        return (self.provider or self.constant_provider, self.on, self.rating, self.text, self.date_format, self.encoding)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: MappingOf[str, Any]) -> "Mapping":
        return cls(**kept)


def guess(table: Table, providers: Iterable[Provider], decided: MappingOf[str, str]) -> Mapping:
    """A first reading of a file, for a person to correct; `decided` is what earlier imports said about company names."""
    columns = {meaning: _guess_column(table.header, words) for meaning, words in WORDS.items()}
    return Mapping(
        encoding=table.encoding,
        delimiter=table.delimiter,
        provider=columns["provider"],
        on=columns["on"],
        rating=columns["rating"],
        text=columns["text"],
        date_format=next(iter(fitting_formats(table.values(columns["on"]))), "") if columns["on"] else "",
        providers=guess_companies(table, columns["provider"], providers, decided),
    )


def guess_companies(table: Table, column: str, providers: Iterable[Provider], decided: MappingOf[str, str]) -> dict[str, str]:
    """For each company named in the column: what was decided before, else the provider that is called so, else undecided."""
    if not column:
        return {}
    known = {name.casefold(): str(provider.pk) for provider in providers for name in (provider.name, provider.slug)}
    return {name: decided.get(name) or known.get(name.casefold(), UNDECIDED) for name in companies(table, column)}


def companies(table: Table, column: str) -> dict[str, int]:
    """The different values of a column and how many rows have each, most first; at most `MAX_COMPANIES` + 1."""
    return dict(Counter(value for value in table.values(column) if value).most_common(MAX_COMPANIES + 1))


def fitting_formats(values: list[str]) -> dict[str, int]:
    """The date formats that read these values, best first, with how many they read."""
    given = [value for value in values if value]
    read = {form: sum(read_day(value, form) is not None for value in given) for form in DATE_FORMATS}
    return {form: number for form, number in sorted(read.items(), key=lambda pair: -pair[1]) if number}


def is_ambiguous(values: list[str]) -> bool:
    """Whether day and month could be either way round in every value."""
    fits = fitting_formats(values)
    return fits.get("%d/%m/%Y", 0) == fits.get("%m/%d/%Y", -1)


def read_day(value: str, form: str) -> date | None:
    """The day that is written; a clock time after it does not matter."""
    try:
        return datetime.strptime(_CLOCK.sub("", value.strip()), form).date()  # noqa: DTZ007 - a day as written has no zone
    except ValueError:
        return None


def _guess_column(header: list[str], words: tuple[str, ...]) -> str:
    exact = [name for name in header if name.casefold() in words]
    part = [name for name in header if any(word in name.casefold() for word in words)]
    return next(iter(exact + part), "")
