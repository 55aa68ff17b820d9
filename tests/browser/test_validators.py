"""Every page, the style and the pictures are what their standards say, by validators nobody here wrote."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

from tests.browser import tools
from tests.pasts import needs

STYLE_IN_A_FOLDER = ".*external stylesheet .* blocked by “style-src” directive.*"
"""It takes the policy's 'self' to mean no file of a folder; browsers do, see ``test_alone.py``."""


def test_the_nu_checker_says_nothing_of_any_page_style_or_picture(published, tmp_path):
    needs(java := shutil.which("java"), "java")
    needs(tools.VNU.exists(), "vnu-jar (make tools)")
    for page in published.rglob("*.html"):
        for at, svg in enumerate(re.findall("<svg.*?</svg>", page.read_text(encoding="utf-8"), re.DOTALL)):
            alone = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
            (tmp_path / f"{page.parent.name}-{page.stem}-{at}.svg").write_text(alone, encoding="utf-8")
    files = [*published.rglob("*.html"), *published.rglob("*.css"), *tmp_path.glob("*.svg")]
    asked = ("--also-check-css", "--also-check-svg", "--filterpattern", STYLE_IN_A_FOLDER, "--format", "json")
    done = subprocess.run([java, "-jar", tools.VNU, *asked, *files], capture_output=True, text=True)
    assert {f"{one['url']}: {one['message']}" for one in json.loads(done.stderr)["messages"]} == set()


def test_html_validate_says_nothing_of_any_page(published):
    needs(node := shutil.which("node"), "node")
    needs(tools.VALIDATE.exists(), "html-validate (make tools)")
    done = subprocess.run(
        [
            node,
            tools.VALIDATE,
            "--config",
            tools.FOLDER / ".htmlvalidate.cjs",
            "--max-warnings",
            "0",
            "--formatter",
            "text",
            published,
        ],
        capture_output=True,
        text=True,
    )
    assert done.stdout == ""
    assert (done.returncode, done.stderr) == (0, "")


def test_every_class_of_the_design_system_is_one_of_its_own(published):
    needs(tools.DESIGN_SYSTEM.exists(), "the design system (make tools)")
    known = set(re.findall(r"ds_[\w-]+", tools.DESIGN_SYSTEM.read_text(encoding="utf-8")))
    for file in [*published.rglob("*.html"), *published.rglob("style.css")]:
        assert set(re.findall(r"ds_[\w-]+", file.read_text(encoding="utf-8"))) <= known, file
