"""What marks a bundle as a preview that nobody published."""

from projections.publication.files.part import FileEntry, Part

PART = Part("preview", (FileEntry("preview.txt", in_every=False, is_ours=False),))
