"""The parts of a spreadsheet that are the same in each: its type, styles, language and list of parts."""

from __future__ import annotations

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("number", "datastyle"),
        ("meta", "meta"),
    )
)
_ALL = (
    f'{_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'office:version="1.3"'
)

CONTENT_BEGINS = f"{XML}<office:document-content {_ALL}><office:automatic-styles>"
CONTENT_STYLES = """\
<style:style style:name="sheet" style:family="table" style:master-page-name="Default">\
<style:table-properties table:display="true" style:writing-mode="lr-tb"/></style:style>
<number:date-style style:name="iso"><number:year number:style="long"/><number:text>-</number:text>\
<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>\
</number:date-style>
<style:style style:name="day" style:family="table-cell" style:parent-style-name="Words" \
style:data-style-name="iso"/>
"""
_OPEN = (
    '<style:table-cell-properties style:cell-protect="none" fo:background-color="#fff9e5" '
    'fo:border="0.5pt solid #767676"/></style:style>\n'
)
CONTENT_STYLES_OF_A_FORM = (
    f'{CONTENT_STYLES}<number:text-style style:name="text"><number:text-content/></number:text-style>\n'
    '<style:style style:name="open" style:family="table-cell" style:parent-style-name="Words">'
    f'{_OPEN}<style:style style:name="typed" style:family="table-cell" style:parent-style-name="Words" '
    f'style:data-style-name="text">{_OPEN}'
)
BODY_BEGINS = "</office:automatic-styles><office:body><office:spreadsheet>\n"
CONTENT_ENDS = "</office:spreadsheet></office:body></office:document-content>\n"


def _style(name: str, display: str, wrap: str, look: str = "", align: str = "start") -> str:
    return (
        f'<style:style style:name="{name}" style:display-name="{display}" style:family="table-cell" '
        f'style:parent-style-name="Default"><style:table-cell-properties fo:wrap-option="{wrap}" '
        f'style:vertical-align="top" style:text-align-source="fix"/>'
        f'<style:paragraph-properties fo:text-align="{align}"/>'
        f"<style:text-properties {look}/></style:style>\n"
    )


STYLES = (
    f"""{XML}<office:document-styles {_ALL}>
<office:font-face-decls/><office:styles>
<style:default-style style:family="table-cell">\
<style:text-properties fo:font-family="Arial" fo:font-size="12pt" fo:language="en" fo:country="GB"/>\
</style:default-style>
<style:default-style style:family="table-row">\
<style:table-row-properties style:use-optimal-row-height="true"/></style:default-style>
<style:style style:name="Default" style:family="table-cell"/>
"""
    + _style("Title", "Heading 1", "no-wrap", 'fo:font-size="16pt" fo:font-weight="bold"')
    + _style("Said", "Said", "no-wrap")
    + _style("Heading", "Heading", "wrap", 'fo:font-weight="bold"')
    + _style("Words", "Words", "wrap")
    + _style("Figure", "Figure", "wrap", align="end")
    + """</office:styles><office:automatic-styles>
<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="29.7cm" \
fo:page-height="21cm" style:print-orientation="landscape" style:scale-to-X="1"/></style:page-layout>
</office:automatic-styles><office:master-styles>
<style:master-page style:name="Default" style:page-layout-name="page"/>
</office:master-styles></office:document-styles>
"""
)

META = f"""{XML}<office:document-meta {_ALL}><office:meta>
<meta:generator>Scrutiny Ledger</meta:generator>
<dc:title>{{title}}</dc:title>
<dc:description>{{description}}</dc:description>
<dc:language>en-GB</dc:language>
<dc:date>{{date}}</dc:date>
</office:meta></office:document-meta>
"""

_PARTS = ("content.xml", "styles.xml", "meta.xml")


def _manifest(parts: tuple[str, ...]) -> str:
    kinds = {"/": MIMETYPE} | dict.fromkeys(parts, "text/xml")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>\n'
        for path, kind in kinds.items()
    )
    return (
        f'{XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3">\n{entries}</manifest:manifest>\n'
    )


MANIFEST = _manifest(_PARTS)
MANIFEST_OF_A_FORM = _manifest((*_PARTS, "settings.xml"))
