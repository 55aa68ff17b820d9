"""The tools that npm brings, where ``make tools`` put them."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
MODULES = FOLDER / "node_modules"
AXE = MODULES / "axe-core" / "axe.min.js"
VALIDATE = MODULES / "html-validate" / "bin" / "html-validate.mjs"
VNU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
DESIGN_SYSTEM = MODULES / "@scottish-government" / "design-system" / "dist" / "css" / "design-system.min.css"
