"""Bytes become rows, whatever program wrote them."""

import pytest

from insights.outside_files import MAX_BYTES, NotATable, read_table

ROWS = "date;rating;text\n2025-06-30;5;Życzliwość, źródło\n2025-06-29;2;gęś\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
def test_polish_words_are_read_in_every_encoding_that_offices_write(encoding: str) -> None:
    table = read_table(ROWS.encode(encoding))

    assert (table.encoding, table.delimiter) == (encoding, ";")
    assert table.values("text") == ["Życzliwość, źródło", "gęś"]


def test_chinese_words_in_gb18030_are_told_from_polish_ones() -> None:
    table = read_table("日期,评分,评论\n2025-06-30,5,很快，好吃\n".encode("gb18030"))

    assert table.encoding == "gb18030"
    assert table.values("评论") == ["很快，好吃"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    text = "date;rating;text\n2025-06-30;5;well\n2025-06-30;4;fine\n".replace(";", delimiter)

    assert read_table(text.encode()).delimiter == delimiter


def test_commas_in_the_words_do_not_make_columns() -> None:
    table = read_table(b'text,rating\n"well, well, well",5\n"a ""quoted"" word\nin two lines",4\n')

    assert table.values("text") == ["well, well, well", 'a "quoted" word\nin two lines']


def test_rows_are_numbered_as_a_spreadsheet_shows_them_and_blank_ones_are_skipped() -> None:
    table = read_table(b"text,rating\none,1\n\n,\nfour,4\n")

    assert [number for number, _cells in table.rows] == [2, 5]


def test_columns_of_one_name_or_none_can_be_told_apart() -> None:
    assert read_table(b"text,text,,rating\na,b,c,1\n").header == ["text", "text #2", "#3", "rating"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest of a workbook", "workbook"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not a text file"),
        (b"date,rating,text\n", "no rows"),
        (b"x" * (MAX_BYTES + 1), "20 MB"),
        (b'date,text\n2025-06-30,"' + b"x" * 200_000 + b"\n", "quotation mark"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(NotATable, match=says):
        read_table(content)


def test_a_wrong_encoding_says_at_which_line_it_fails() -> None:
    with pytest.raises(NotATable, match="Line 2 cannot be read as utf-8"):
        read_table(ROWS.encode("cp1250"), encoding="utf-8")
