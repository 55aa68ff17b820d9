"""What stands in the files of settings: the same in every bundle."""

SETTINGS = {
    # A deeper file speaks before those above it (gitattributes(5), gitignore(5)).
    ".gitattributes": "* -text -ident -filter -working-tree-encoding -export-subst -export-ignore\n",
    ".gitignore": "!*\n.DS_Store\n._*\n__MACOSX/\nThumbs.db\ndesktop.ini\n",
    ".nojekyll": "",
}
"""By path, what stands in it."""
