"""Figures that were published elsewhere, against those of the ledger and against each other."""

from __future__ import annotations

import pytest

from ledger.errors import BadInput
from projections.statistics.figures import Figures, Period, Row
from projections.statistics.published import (
    MOST,
    SIZE_LIMIT,
    Difference,
    Published,
    Sum,
    differences,
    read,
    sums,
)

OURS = Figures(
    period=Period("2021-01-01", "2021-12-31"),
    rows=(
        Row("OCSAE/2020", 10, 1, 0, 3, 8),
        Row("Police Scotland", 4, 2, 1, 3, 4),
        Row("all", 14, 3, 1, 6, 12),
    ),
    by_status={"open": 5, "partially-met": 7, "closed": 1204},
    by_reason={"implemented": 1200, "no-longer-relevant": 4},
    overdue=2,
    ages={},
    days_to_closure=(),
    waiting=(),
    left=0,
)


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Open", 5),
        ("partially met", 7),
        ("Partially-Met", 7),
        (" PARTIALLY – MET ", 7),
        ("Closed", 1204),
        ("Total", 1216),
        ("Opening", 14),
        ("Made", 3),
        ("Re-opened", 1),
        ("Reopened", 1),
        ("re opened", 1),
        ("Closed in period", 6),
        ("Closing", 12),
        ("Overdue", 2),
        ("Implemented", 1200),
        ("No longer relevant", 4),
        ("not-implemented", 0),
        ("OCSAE/2020 closing", 8),
        ("ocsae/2020 Re-opened", 0),
        ("Police Scotland made", 2),
        ("police scotland closed", 3),
        ("Police Scotland – closed in period", 3),
        ("All opening", 14),
    ],
)
def test_a_label_is_known_however_it_is_written(label, value):
    assert differences([Published(label, value)], OURS) == []
    assert differences([Published(label, value + 2)], OURS) == [Difference(label, value + 2, value, 2)]


@pytest.mark.parametrize(
    "label", ["Outstanding", "HATE closing", "OCSAE/2020", "OCSAE/2020 open", "OCSAE/2020 name", "—"]
)
def test_a_label_that_is_no_figure_of_ours_is_not_comparable(label):
    assert differences([Published(label, 3)], OURS) == [Difference(label, 3, None, None)]


def test_a_label_that_is_two_figures_of_ours_is_not_comparable():
    ours = OURS._replace(rows=(Row("A B", 1, 0, 0, 0, 1), Row("A-B", 2, 0, 0, 0, 2), OURS.rows[-1]))
    assert differences([Published("AB closing", 1)], ours) == [Difference("AB closing", 1, None, None)]


def test_the_figure_of_all_goes_before_that_of_a_row_that_is_called_with_a_dash():
    ours = OURS._replace(rows=(Row("-", 1, 0, 0, 0, 1), OURS.rows[-1]))
    assert differences([Published("Closing", 12), Published("Closed", 1204)], ours) == []


def test_differences_stand_in_the_order_they_were_published():
    told = [Published("Total", 1), Published("Open", 5), Published("X", 0.5), Published("Made", 0)]
    assert differences(told, OURS) == [
        Difference("Total", 1, 1216, -1215),
        Difference("X", 0.5, None, None),
        Difference("Made", 0, 3, -3),
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1204", 1204),
        ("1,204", 1204),
        ("1 204", 1204),
        ("1\u00a0204", 1204),
        ("1\u202f204", 1204),
        ("1'204", 1204),
        ("12,345,678", 12345678),
        ("+3", 3),
        ("-3", -3),
        ("−3", -3),
        ("8.0", 8),
        ("12.5", 12.5),
        ("0", 0),
    ],
)
def test_a_value_is_a_number_with_or_without_separators(written, value):
    (found,) = read(f'Open,"{written}"\n'.encode())
    assert found == Published("Open", value)
    assert type(found.value) is type(value)


@pytest.mark.parametrize(
    "written", ["", "n/a", "12%", "1,20", "1.204,5", "1e3", "٣", "--3", "=1+1", "9" * 16, "9" * 5000]
)
def test_what_is_no_number_is_refused_with_its_line(written):
    with pytest.raises(BadInput, match=r"[Ll]ine 2\b"):
        read(f'Open,5\nTotal,"{written}"\n'.encode())


FIGURES = [Published("Open", 5), Published("Partially met", 7)]


@pytest.mark.parametrize(
    "data",
    [
        b"Open,5\nPartially met,7\n",
        b"Open,5\r\nPartially met,7",
        b"Open,5\rPartially met,7\r",
        b"\xef\xbb\xbfOpen,5\nPartially met,7\n",
        b"label,value\nOpen,5\nPartially met,7\n",
        b"\xef\xbb\xbf\r\nStatus,Number\r\nOpen,5\r\n\r\nPartially met,7,\r\n,,\r\n",
        b' Open , 5\n"Partially met","7"\n',
    ],
)
def test_a_file_may_have_a_header_a_mark_and_empty_lines(data):
    assert read(data) == FIGURES


@pytest.mark.parametrize(
    ("data", "because"),
    [
        (b"", "no published figures"),
        (b"label,value\n", "no published figures"),
        (b"\n \n", "no published figures"),
        (b"Open,n/a\n", "'n/a' of Open, line 1"),
        (b"Figure,Value\nOther,Value\n", "line 2"),
        (b"Open\n", "Line 1"),
        (b"Open;5\n", "Line 1"),
        (b"Open,5\nTotal,1,216\n", "Line 2"),
        (b",5\n", "Line 1"),
        (b"Op\x1b[31men,5\n", "may not be recorded, U+001B"),
        (b"x" * 301 + b",5\n", "301 characters"),
        (b"Open,\xff\n", "not UTF-8"),
        ("Open,5\n".encode("utf-16"), "not UTF-8"),
        (b'Open,"5\n', "no CSV"),
        (b"Open,\x005\n", ""),
        (b"x" * 200_000 + b",5\n", ""),
        (b"Open,5\n" * (MOST + 1), "more than 1,000"),
        (b" " * (SIZE_LIMIT + 1), "more than 1,000,000 bytes"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(data, because):
    with pytest.raises(BadInput) as refused:
        read(data)
    assert because in refused.value.message
    assert refused.value.message.endswith(".")


def published(**figures):
    return [Published(label.replace("_", " "), value) for label, value in figures.items()]


def test_a_table_that_does_not_add_up_to_its_own_total_is_found():
    table = published(Open=5, partially_met=7, Closed=158, Total=171)
    assert sums(table) == [Sum("Open + Partially met + Closed", 170, "Total", 171, 1)]
    assert sums([*table[:-1], Published("Total", 170)]) == []


def test_movements_that_do_not_come_to_their_closing_are_found():
    table = published(Opening=10, Made=1, Reopened=2, Closed_in_period=3, Closing=8)
    assert sums(table) == [
        Sum("Opening + Made + Re-opened - Closed in period", 10, "Closing", 8, -2),
    ]
    assert sums([*table[:-1], Published("Closing", 10)]) == []


def test_a_sum_of_which_a_part_is_not_there_is_not_looked_at():
    assert sums(published(Open=5, Closed=158, Total=171)) == []


def test_a_sum_of_which_a_part_is_there_in_two_ways_is_not_looked_at():
    table = published(Open=5, Partially_met=7, Closed=158, Total=171)
    assert sums([*table, Published("open", 6)]) == []
    assert len(sums([*table, Published("open", 5)])) == 1
