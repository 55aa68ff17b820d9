"""The parts of a text document that are the same in each: its type, styles, page, language, list of parts."""

from __future__ import annotations

MIMETYPE = "application/vnd.oasis.opendocument.text"

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
    )
)
_ALL = (
    f'{_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'office:version="1.3"'
)

WIDTH = 26.7
"""Centimetres between the margins."""

CONTENT_BEGINS = f"{XML}<office:document-content {_ALL}><office:automatic-styles>\n"
CONTENT_STYLES = """\
<style:style style:name="row" style:family="table-row">\
<style:table-row-properties fo:keep-together="always"/></style:style>
<style:style style:name="head" style:family="table-cell">\
<style:table-cell-properties fo:padding="0.1cm" fo:border-bottom="1pt solid #000000" \
style:vertical-align="bottom"/></style:style>
<style:style style:name="cell" style:family="table-cell">\
<style:table-cell-properties fo:padding="0.1cm" fo:border-bottom="0.5pt solid #666666"/></style:style>
<style:style style:name="total" style:family="table-cell">\
<style:table-cell-properties fo:padding="0.1cm" fo:border-top="1pt solid #000000" \
fo:border-bottom="0.5pt solid #666666"/></style:style>
"""
BODY_BEGINS = "</office:automatic-styles><office:body><office:text>\n"
CONTENT_ENDS = "</office:text></office:body></office:document-content>\n"


def _style(
    name: str, display: str, parent: str = "Standard", paragraph: str = "", look: str = "", more: str = ""
) -> str:
    paragraphs = f"<style:paragraph-properties {paragraph}/>" if paragraph else ""
    looks = f"<style:text-properties {look}/>" if look else ""
    of = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:display-name="{display}" style:family="paragraph"{of}{more}>'
        f"{paragraphs}{looks}</style:style>\n"
    )


def _heading(level: int, size: int, above: float) -> str:
    return _style(
        f"Heading_20_{level}",
        f"Heading {level}",
        paragraph=f'fo:margin-top="{above}cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"',
        look=f'fo:font-size="{size}pt" fo:font-weight="bold"',
        more=f' style:next-style-name="Text_20_body" style:default-outline-level="{level}"',
    )


_B = 'fo:font-weight="bold"'
STYLES = (
    f"""{XML}<office:document-styles {_ALL}>
<office:font-face-decls/><office:styles>
<style:default-style style:family="paragraph">\
<style:paragraph-properties fo:hyphenation-ladder-count="no-limit" style:writing-mode="lr-tb"/>\
<style:text-properties fo:font-family="Arial" fo:font-size="10pt" fo:language="en" fo:country="GB" \
fo:hyphenate="false"/></style:default-style>
"""
    + _style("Standard", "Standard", "")
    + _style("Text_20_body", "Text body", paragraph='fo:margin-bottom="0.25cm"')
    + _style("Notice", "Notice", "Text_20_body", 'fo:padding="0.2cm" fo:border="1.5pt solid #000000"', _B)
    + _heading(1, 20, 0)
    + _heading(2, 15, 0.7)
    + _heading(3, 12, 0.4)
    + _style(
        "Caption",
        "Caption",
        paragraph='fo:margin-top="0.2cm" fo:margin-bottom="0.1cm" fo:keep-with-next="always"',
        look=_B,
    )
    + _style("Table_20_Contents", "Table Contents")
    + _style("Table_20_Heading", "Table Heading", "Table_20_Contents", look=_B)
    + _style("Row_20_Heading", "Row Heading", "Table_20_Contents", look=_B)
    + _style("Figure", "Figure", "Table_20_Contents", 'fo:text-align="end"')
    + _style("Figure_20_Heading", "Figure Heading", "Table_20_Heading", 'fo:text-align="end"')
    + _style("Total", "Total", "Figure", look=_B)
    + _style("Footer", "Footer", paragraph='fo:text-align="center"')
    + """<style:style style:name="Internet_20_link" style:display-name="Internet link" style:family="text">\
<style:text-properties fo:color="#0052a3" style:text-underline-style="solid" \
style:text-underline-width="auto" style:text-underline-color="font-color"/></style:style>
</office:styles><office:automatic-styles>
<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="29.7cm" \
fo:page-height="21cm" style:print-orientation="landscape" fo:margin-top="1.5cm" fo:margin-bottom="1.2cm" \
fo:margin-left="1.5cm" fo:margin-right="1.5cm" style:writing-mode="lr-tb"/>\
<style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.3cm"/>\
</style:footer-style></style:page-layout>
</office:automatic-styles><office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="page"><style:footer>\
<text:p text:style-name="Footer">Page <text:page-number text:select-page="current">1</text:page-number> of \
<text:page-count>1</text:page-count></text:p></style:footer></style:master-page>
</office:master-styles></office:document-styles>
"""
)

META = f"""{XML}<office:document-meta {_ALL}><office:meta>
<meta:generator>Scrutiny Ledger</meta:generator>
<dc:title>{{title}}</dc:title>
<dc:description>{{description}}</dc:description>
<dc:subject>{{publisher}}</dc:subject>
<dc:language>en-GB</dc:language>
<dc:date>{{date}}</dc:date>
</office:meta></office:document-meta>
"""

MANIFEST = (
    f'{XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.3">\n'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{path}"{version} manifest:media-type="{kind}"/>\n'
        for path, version, kind in (
            ("/", ' manifest:version="1.3"', MIMETYPE),
            ("content.xml", "", "text/xml"),
            ("styles.xml", "", "text/xml"),
            ("meta.xml", "", "text/xml"),
        )
    )
    + "</manifest:manifest>\n"
)
