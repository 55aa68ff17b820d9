"""Every page, the style and the pictures are what their standards say, by validators nobody here wrote."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

from tests.browser import tools
from tests.pasts import needs

IN_A_FOLDER = ".*external (stylesheet|script) .* blocked by “(style|script)-src” directive.*"
"""It takes the policy's 'self' to mean no file of a folder; browsers do, see ``test_alone.py``."""
CONTAINERS = ".*(@container|container-type).*"
"""Its checker of styles knows no container queries, by which a paper has cards where letters are large."""
_KNOWN = "|".join((IN_A_FOLDER, CONTAINERS))


def nu(*files):
    """What the W3C's checker says of files."""
    needs(java := shutil.which("java"), "java")
    needs(tools.VNU.exists(), "vnu-jar (make tools)")
    asked = (
        "--also-check-css",
        "--also-check-svg",
        "--filterpattern",
        _KNOWN,
        "--format",
        "json",
    )
    done = subprocess.run([java, "-jar", tools.VNU, *asked, *files], capture_output=True, text=True)
    return {f"{one['url']}: {one['message']}" for one in json.loads(done.stderr)["messages"]}


def html_validate(place):
    """What html-validate says of a page or of all in a folder; nothing where all is well."""
    needs(node := shutil.which("node"), "node")
    needs(tools.VALIDATE.exists(), "html-validate (make tools)")
    settings = ("--config", tools.FOLDER / ".htmlvalidate.cjs", "--max-warnings", "0", "--formatter", "text")
    done = subprocess.run([node, tools.VALIDATE, *settings, place], capture_output=True, text=True)
    assert (done.returncode == 0) == (done.stdout + done.stderr == "")
    return done.stdout + done.stderr


def test_the_nu_checker_says_nothing_of_any_page_style_or_picture(published, tmp_path):
    for page in published.rglob("*.html"):
        for at, svg in enumerate(re.findall("<svg.*?</svg>", page.read_text(encoding="utf-8"), re.DOTALL)):
            alone = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
            (tmp_path / f"{page.parent.name}-{page.stem}-{at}.svg").write_text(alone, encoding="utf-8")
    files = (*published.rglob("*.html"), *published.rglob("*.css"), *tmp_path.glob("*.svg"))
    assert nu(*files) == set()


def test_html_validate_says_nothing_of_any_page(published):
    assert html_validate(published) == ""


def test_both_find_a_fault_that_is_made_for_them(published, tmp_path):
    text = (published / "one" / "index.html").read_text(encoding="utf-8")
    page = tmp_path / "index.html"
    page.write_text(
        text.replace("<h1 ", '<h1 colour="red" ').replace("</main>", "</p></main>"), encoding="utf-8"
    )
    assert any("colour" in said for said in nu(page))
    assert "</p>" in html_validate(page)


def test_every_class_of_the_design_system_is_one_of_its_own(published):
    needs(tools.DESIGN_SYSTEM.exists(), "the design system (make tools)")
    known = set(re.findall(r"ds_[\w-]+", tools.DESIGN_SYSTEM.read_text(encoding="utf-8")))
    for file in [*published.rglob("*.html"), *published.rglob("style.css")]:
        assert set(re.findall(r"ds_[\w-]+", file.read_text(encoding="utf-8"))) <= known, file
