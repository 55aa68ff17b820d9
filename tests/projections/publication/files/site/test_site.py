"""The site of a bundle: whole, inert, honest, the same each time, and telling nothing that is not public."""

from __future__ import annotations

import itertools
import os
import posixpath
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from commands.demo import play, the_case
from events.base import Day, Instant
from ledger.decisions.evidence import SubmitEvidence
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.links import RepeatRecommendation, SupersedeRecommendation
from ledger.decisions.recommendations import RescheduleRecommendation
from ledger.policies import STATUSES
from projections.publication.edition import Licence, Terms
from projections.publication.files import index
from projections.publication.files.base import Made
from projections.publication.files.site import figures, naming, words
from projections.publication.files.site import write as site
from projections.publication.gathering import gather
from tests.bundles import with_rows
from tests.pasts import Clock

VOID = {"meta", "link", "br"}
MADE_BY_OTHERS = {"SHA256SUMS", "files.html", "checkpoint", "register.csv", "feed.atom"}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></svg></style><b>bold</b>",
    "{{ 7 * 7 }} {% raw %}",
    "=1+1 [x](javascript:alert(1)) &lt;b&gt;",
]


class Page(HTMLParser):
    """A page as a strict reader takes it: every tag closed in its turn."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.wrong, self.texts = [], [], [], []
        self.cells = []
        self.feed(text)
        self.close()
        self.wrong += self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if len(dict(attrs)) != len(attrs):
            self.wrong.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_data(self, data):
        self.texts.append(data)
        if {"td", "th"} & set(self.open):
            self.cells[-1] += data

    def all(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]

    def ids(self):
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    @property
    def text(self):
        return "".join(self.texts)


def edition_of(ledger, *refs, as_of="2022-03-01", **other):
    size = sum(1 for _ in ledger.store.rows())
    known = Instant("2026-12-31T00:00:00.000000Z")
    return gather(ledger, Terms(refs, Day(as_of), known, size, b"\x07" * 32, **other))


def written(edition, paths=("register.csv", "feed.atom")):
    files = list(site.files(edition, [Made(path, 0, "") for path in paths]))
    found = {file.path: file.data.decode() for file in files}
    assert len(found) == len(files)
    return found


@pytest.fixture
def hostile(case):
    """Two inspections full of what a page must not obey, with shares, links, ends, months and corrections."""
    for at, text in enumerate(HOSTILE):
        case.make(f"H{at}", f"Body {text.replace(';', ',')}", text=text)
    case.make("012/21", "Police Scotland", "H.M. <i>Office</i>", due="2021-01-31", on="2020-03")
    case.make("3 (a)", due="2022-01-31", on="2020-12-01")
    case.ask(RescheduleRecommendation, number="3 (a)", due="2022-06", why=HOSTILE[0], on="2021-01-01")
    case.ask(RepeatRecommendation, number="3 (a)", of="OCSAE/5", why=HOSTILE[1], on="2021-01-01")
    case.ask(SupersedeRecommendation, number="H4", by=("OCSAE/H3",), why=HOSTILE[2], on="2021-02-01")
    sent = case.submit("2021-01-05", number="5", summary=f"Minutes {HOSTILE[2]}")
    case.judged("5", rationale=HOSTILE[1], evidence=(sent,))
    case.judged("012/21", status="closed", made_to="Police Scotland")
    case.ask(CorrectJudgement, who="bob", judgement="J1", why="A slip.", rationale=f"Rather {HOSTILE[0]}")
    case.inspect("ABC", "1", "2")
    return edition_of(case.ledger, licence=Licence(HOSTILE[0], "javascript:alert(1)"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "ledger"
    with play(the_case(), str(folder), Clock("2026-11-22T09:00:00+00:00")) as ledger:
        return edition_of(ledger, as_of="2026-11-22")


@pytest.fixture(params=["demo", "hostile", "empty"])
def edition(request):
    if request.param == "empty":
        return with_rows(request.getfixturevalue("demo"), ())._replace(inspections=())
    return request.getfixturevalue(request.param)


def test_every_page_is_well_formed_with_one_heading_and_no_id_twice(edition):
    for path, text in written(edition).items():
        if path.endswith(".html"):
            page = Page(text)
            assert page.wrong == [], path
            assert text.startswith("<!doctype html>\n")
            for tag in ("h1", "main", "header", "footer", "style"):
                assert len(page.all(tag)) == {"style": 0, "header": 2}.get(tag, 1), (path, tag)
            assert [one["aria-label"] for one in page.all("nav")] in (["Site"], ["Site", "Breadcrumb"])
            assert len(page.ids()) == len(set(page.ids())), path
            levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
            assert levels[0] == 1
            assert all(later - one <= 1 for one, later in itertools.pairwise(levels)), path
            assert page.all("html") == [{"lang": "en"}]


def test_every_link_leads_to_a_file_of_the_bundle_and_every_fragment_to_an_id(edition):
    files = written(edition)
    proofs = {leaf for row in edition.rows for leaf in row.rests_on}
    there = {*files, *MADE_BY_OTHERS}
    there |= {f"events/{leaf}.json" for leaf in proofs} | {f"proofs/{leaf}.tlog-proof" for leaf in proofs}
    linked = set()
    for path, text in files.items():
        for tag, attributes in Page(text).tags if path.endswith(".html") else ():
            href = attributes.get("src", attributes.get("href"))
            if href is None or attributes.get("rel") == "license":
                continue
            goal, _, fragment = href.partition("#")
            goal = posixpath.normpath(posixpath.join(posixpath.dirname(path), goal)) if goal else path
            assert goal in there, (path, tag, attributes)
            assert not fragment or fragment in Page(files[goal]).ids()
            linked.add(goal)
    # An edition without a list has nothing to search or to sort.
    assert set(files) <= linked | ({"lists.js"} if not edition.register else set())


def test_what_names_another_element_names_one(edition):
    for path, text in written(edition).items():
        page = Page(text)
        for _, attributes in page.tags:
            for name in ("aria-labelledby", "aria-describedby"):
                assert set(attributes.get(name, "").split()) <= set(page.ids()), path


def test_only_what_the_bundle_has_is_offered(demo):
    assert 'href="register.csv"' not in written(demo, ())["index.html"]
    assert "feed.atom" not in written(demo, ())["index.html"]
    assert 'href="SHA256SUMS"' in written(demo, ())["index.html"]
    assert 'href="register.csv"' in written(demo)["index.html"]


def test_nothing_is_requested_from_outside_and_nothing_runs_but_one_file(edition):
    for path, text in written(edition).items():
        if not path.endswith(".html"):
            assert "url(" not in text
            assert "@import" not in text
            continue
        page = Page(text)
        policies = [one["content"] for one in page.all("meta") if "http-equiv" in one]
        assert len(policies) == 1
        scripts = page.all("script")
        assert scripts in ([], [{"src": f"{'../' * path.count('/')}lists.js"}])
        ours = "script-src 'self'; " if scripts else ""
        assert policies[0].startswith(f"default-src 'none'; {ours}style-src 'self';")
        assert not {"iframe", "img", "object", "embed", "form", "base", "b", "i"} & {
            tag for tag, _ in page.tags
        }
        for tag, attributes in page.tags:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            assert tag == "script" or "src" not in attributes
            if "://" in (address := attributes.get("href", "")):
                assert (tag, attributes["rel"]) == ("a", "license")
            assert "javascript:" not in address


def test_hostile_text_is_read_as_it_was_written(hostile):
    files = written(hostile)
    for at, text in enumerate(HOSTILE):
        page = Page(files[f"recommendations/OCSAE/H{at}.html"])
        assert text in page.text
    assert "{{ 7 * 7 }}" in Page(files["status/open.html"]).text


def test_what_would_turn_text_around_is_made_visible(demo):
    first = next(iter(demo.rows))
    turned = first._replace(row={**first.row, "text": "\u202eabc\x1b[31m"})
    text = "".join(written(with_rows(demo, [turned])._replace(title="T\u2066")).values())
    assert "\\u202eabc\\u001b[31m" in text
    assert "T\\u2066" in text
    assert not re.search("[\u202e\u2066\x1b]", text)


def test_tables_have_a_caption_and_scopes(edition):
    for path, text in written(edition).items():
        page = Page(text)
        assert len(page.all("table")) == len(page.all("caption")), path
        assert all(one.get("scope") in ("col", "row") for one in page.all("th"))


def test_the_register_has_the_columns_of_the_contract_and_says_what_its_rows_say(demo):
    cells = Page(written(demo)["index.html"]).cells
    assert cells[:6] == ["Number", "Recommendation", "Status", "Made to", "Due", "Last updated"]
    for at, published in enumerate(demo.register):
        row = published.row
        assert cells[6 * at + 6 : 6 * at + 12] == [
            row["number"],
            row["text"],
            STATUSES[row["status"]],
            "; ".join(row["made_to"]),
            "",
            words.date(row["last_updated"]),
        ]


def test_several_inspections_have_a_page_each(hostile, demo):
    files = written(hostile)
    assert 'href="inspections/ABC.html"' in files["index.html"]
    cells = Page(files["inspections/ABC.html"]).cells
    assert cells[:5] == ["Inspection", "Number", "Recommendation", "Status", "Made to"]
    assert cells[5:9] == ["Due", "Last updated", "ABC", "1"]
    assert not [path for path in written(demo) if path.startswith("inspections/")]


def test_a_recommendation_page_tells_its_history_in_order(demo):
    page = Page(written(demo)["recommendations/OCSAE/3.html"])
    days = [one["datetime"] for one in page.all("time")]
    history = [one.on for one in next(one for one in demo.rows if one.row["number"] == "3").history]
    assert [*history, "2026-11-22"] == days[2:-1]
    assert "Closed implemented" in page.text
    assert "sufficient to close the recommendation" in page.text


def test_a_corrected_rationale_stands_beside_the_status(hostile):
    text = Page(written(hostile)["recommendations/OCSAE/5.html"]).text
    standing, _, _ = text.partition("Judged in")
    assert f"Rather {HOSTILE[0]}" in standing


def test_a_body_sees_its_share_and_a_link_its_other_end(hostile):
    files = written(hostile)
    cells = Page(files["bodies/police-scotland.html"]).cells
    assert cells[4] == "Share of Police Scotland"
    at = cells.index("012/21")
    assert cells[at + 2 : at + 4] == ["Open", "Closed"]
    assert (
        '<a href="../../recommendations/OCSAE/5.html">OCSAE/5</a>'
        in files["recommendations/OCSAE/3_20__28_a_29_.html"]
    )


def test_a_month_is_never_given_a_day(hostile):
    page = Page(written(hostile)["recommendations/OCSAE/012_2f_21.html"])
    assert "March 2020" in page.text
    assert "31 March 2020" not in page.text
    assert {"datetime": "2020-03"} in page.all("time")


@pytest.mark.parametrize("text", ["012/21", "3 (a)", "AFD1", "_", "a_2f_b", "..", "x.", "é", "中" * 32])
def test_a_number_is_a_safe_file_name_and_can_be_read_back(text):
    name = naming.safe(text)
    assert re.fullmatch(r"[A-Za-z0-9_\-.]+", name)
    assert not name.startswith(".")
    assert not name.endswith(".")
    assert naming.original(name) == text
    assert len(f"{name}.html") <= 255


LONG = ["中" * 60, "中" * 59 + "国", "(" * 30 + "\u2013" * 30, "[" + "\U0001d538" * 59]


def test_a_number_of_sixty_characters_has_a_name_that_every_file_system_takes():
    names = [naming.safe(text) for text in LONG]
    assert len(set(names)) == len(LONG)
    for name in names:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_\-.]*", name)
        assert len(f"{name}.html") <= 255
    assert naming.safe("a" * 60) == "a" * 60


def test_a_published_number_of_sixty_characters_has_its_page(case):
    case.make("中" * 60)
    case.make("国" + "中" * 59, under="中" * 60)
    files = written(edition_of(case.ledger))
    assert {path for path in files if re.match(r"recommendations/OCSAE/x__.*html", path)} == {
        naming.recommendation("OCSAE", "中" * 60),
        naming.recommendation("OCSAE", "国" + "中" * 59),
    }


def test_no_two_numbers_and_no_two_bodies_share_a_page():
    numbers = ["3/a", "3-a", "3 a", "3.a", "3_a", "3_2f_a", "3(a"]
    assert len({naming.safe(one).casefold() for one in numbers}) == len(numbers)
    bodies = ["A B", "A-B", "A  B", "A.B", "AB", "É", "È", "a b " + "x" * 200, "a b " + "x" * 201]
    assert len({naming.slug(one) for one in bodies}) == len(bodies)
    assert naming.slug("Police Scotland") == naming.slug("POLICE SCOTLAND") == "police-scotland"


def test_no_person_is_named(case, demo):
    case.judged()
    edition = edition_of(case.ledger)
    for text in written(edition).values():
        assert not re.search(r"\b(ann|bob|ada|cyd)\b", text, re.IGNORECASE)
    people = {person[word] for person in the_case()["people"] for word in ("id", "name")}
    for text in written(demo).values():
        assert not [one for one in people if re.search(rf"\b{re.escape(one)}\b", text)]


def test_a_judgement_that_nobody_signed_off_leaves_no_trace(case):
    told = edition_of(case.ledger)
    before = written(told)
    case.judge(rationale="Unsigned words.", note="Internal words.")
    later = edition_of(case.ledger)
    # Its leaf makes another tree.
    now = later.editions[0]._replace(size=told.terms.size, root=told.editions[0].root)
    after = written(later._replace(terms=told.terms, editions=(now, *later.editions[1:])))
    assert after == before
    case.sign("J1")
    text = "".join(written(edition_of(case.ledger)).values())
    assert "Unsigned words." in text
    assert "Internal words." not in text


def test_restricted_evidence_is_told_by_its_reason_alone(case):
    case.ask(
        SubmitEvidence,
        number="3",
        body="Police Scotland",
        summary="Secret words.",
        restricted="an operation goes on",
        on="2021-01-05",
    )
    text = "".join(written(edition_of(case.ledger)).values())
    assert "restricted: an operation goes on" in text
    assert "Secret words." not in text


def test_the_changes_since_the_last_publication_are_told_and_no_older_ones(case):
    case.judged(status="closed")
    since = (Day("2021-01-01"), Instant("2022-03-01T12:00:00.000000Z"))
    page = Page(written(edition_of(case.ledger, since=since))["changes.html"])
    assert page.cells[5:] == ["OCSAE/3", "18 August 2021", "Closed", "Open", "Closed"]
    assert "first publication" in Page(written(edition_of(case.ledger))["changes.html"]).text


def test_what_is_told_as_corrected_is_not_marked_so_once_more(case, clock):
    case.judged(status="closed")
    clock.set("2022-04-01T09:00:00Z")
    case.ask(
        CorrectJudgement,
        who="cyd",
        judgement="J1",
        judged_on="2021-09-01",
        why="It was later.",
    )
    since = (Day("2022-03-20"), Instant("2022-03-20T12:00:00.000000Z"))
    page = Page(written(edition_of(case.ledger, since=since))["changes.html"])
    assert "Corrected" in page.cells
    assert "(corrected)" not in page.text


SUMS = """
import sys
from hashlib import sha256
from commands.demo import play, the_case
from events.base import Day, Instant
from projections.publication.edition import Terms
from projections.publication.gathering import gather
from projections.publication.files.site import write as site
from tests.pasts import Clock
with play(the_case(), sys.argv[1], Clock("2026-11-22T09:00:00+00:00")) as ledger:
    terms = Terms((), Day("2026-11-22"), Instant("2026-12-31T00:00:00.000000Z"), 80, bytes(32))
    edition = gather(ledger, terms)
for file in site.files(edition):
    print(file.path, sha256(file.data).hexdigest())
"""


def test_the_same_edition_gives_the_same_bytes_wherever_it_is_written(tmp_path):
    told = []
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/New_York")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": f"C{seed}"}
        done = subprocess.run(
            [sys.executable, "-c", SUMS, str(tmp_path / seed)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        told.append(done.stdout)
    assert told[0] == told[1]
    # A page of each, and what it says as data.
    assert told[0].count("recommendations/OCSAE/") == 2 * 11


def test_the_figures_come_to_the_register(edition):
    levels = figures.levels(edition.register)
    if not edition.register:
        assert levels == []
        return
    totals = {**edition.totals}
    assert levels[-1].total == totals.pop("total")
    assert levels[-1].counts == totals
    bands = figures.ages(edition.register, "2026-11-22")
    for status in ("open", "partially-met"):
        assert sum(band.counts[status] for band in bands) == totals[status]
    exact = sum(map(figures.is_exact, edition.register))
    assert sum(one.size for one in figures.cohorts(edition.register, "2026-11-22")) == exact


def test_the_tables_under_the_charts_hold_the_figures(demo):
    cells = Page(written(demo)["index.html"]).cells
    at = cells.index("From")
    assert cells[at : at + 15] == [
        *("From", "Open", "Partially met", "Closed", "Total"),
        *("26 February 2020", "10", "0", "0", "10"),
        *("18 August 2021", "1", "7", "3", "11"),
    ]
    assert cells[-12:] == [
        *("2020", "10", "0% (0 of 10)", "0% (0 of 10)", "30% (3 of 10)", "30% (3 of 10)"),
        *("2021", "1", "0% (0 of 1)", "0% (0 of 1)", "0% (0 of 1)", "0% (0 of 1)"),
    ]


def test_a_cohort_that_is_not_old_enough_has_no_figure_yet(case):
    case.judged(status="closed", on="2020-08-26", cycle="2020")
    (cohort,) = figures.cohorts(edition_of(case.ledger, as_of="2021-02-25").register, "2021-02-25")
    assert cohort.closed == (1, None, None, None)


def test_what_is_not_known_to_the_day_is_in_no_cohort_and_has_an_age_if_that_is_certain(case):
    case.make("7", on="2021", cycle="2020")
    case.make("8", on="..2021-09-01", cycle="2020")
    case.judged(status="closed", on="2021-09")
    edition = edition_of(case.ledger, as_of="2022-03-01")
    (cohort,) = figures.cohorts(edition.register, "2022-03-01")
    assert (cohort.year, cohort.size) == ("2020", 1)
    bands = {band.label: band.counts["open"] for band in figures.ages(edition.register, "2022-03-01")}
    assert (bands["Not known"], bands["2 to 5 years"]) == (2, 1)
    (late, *_) = (band for band in figures.ages(edition.register, "2028-03-01") if band.counts["open"] == 3)
    assert late.label == "5 years and over"
    assert "Without 3 recommendations with days that are not known exactly." in written(edition)["index.html"]


def test_a_recommendation_that_was_reopened_is_not_closed_at_a_later_age(case):
    case.judged(status="closed", on="2020-08-26", cycle="2020")
    case.judged(status="open", on="2021-08-18")
    (cohort,) = figures.cohorts(edition_of(case.ledger).register, "2022-03-01")
    assert cohort.closed == (1, 1, 0, 0)


def test_charts_have_words_and_only_level_and_upright_lines(edition):
    for text in written(edition).values():
        page = Page(text)
        for tag, attributes in page.tags:
            if tag == "svg":
                assert attributes["role"] == "img"
            if tag == "path" and attributes.get("class") in ("chart-line", "chart-edge"):
                assert re.fullmatch(r"M[\d.\-]+ [\d.\-]+(?:[HV][\d.\-]+)+Z?", attributes["d"])
        figures_under = [one for one in page.all("table") if one["class"] == "ds_table figures stacks"]
        assert len(page.all("svg")) == len(page.all("desc")) == len(figures_under)


def test_the_site_is_the_last_part_for_it_links_the_others():
    assert index.PARTS[-1].folder == "site"


def test_every_part_is_a_folder_and_the_other_way_round():
    folders = {file.parent.name for file in Path(index.__file__).parent.glob("*/write.py")}
    assert {part.folder for part in index.PARTS} == folders


def test_every_part_with_a_table_that_is_compared_has_a_reader():
    for part in index.PARTS:
        assert callable(part.write)
        if any(entry.is_compared for entry in part.files):
            assert callable(part.read)


def test_nothing_but_publishing_imports_the_templates_engine():
    asked = (
        "import sys, commands.root, commands.publish, commands.verify_bundle; "
        "print(sys.modules.keys() & {'jinja2', 'xlsxwriter', 'typst', 'pypdf'})"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    ("paths", "kept"),
    [(("register.ods",), "ODS"), (("register.ods", "register.xlsx"), "ODS and XLSX")],
)
def test_the_first_page_names_no_spreadsheet_that_is_not_there(demo, paths, kept):
    page = Page(written(demo, ("register.csv", *paths))["index.html"])
    assert f"In {kept} every text stays as it is." in page.text
    assert ("XLSX" in page.text) == ("register.xlsx" in paths)


def test_a_due_date_that_was_said_in_a_month_is_said_in_it(case):
    case.make("31", due="2021-01-31", on="2020-03")
    case.ask(RescheduleRecommendation, number="31", due="2022-06", why="Staff left.", on="2021-01-01")
    page = Page(written(edition_of(case.ledger))["recommendations/OCSAE/31.html"])
    told = " ".join(page.text.split())
    assert "Due 31 January 2021, said in March 2020 Due June 2022, said on 1 January 2021" in told
