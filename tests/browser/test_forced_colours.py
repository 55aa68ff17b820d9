"""Where a person chose all colours, a status is still to be read: in pixels, for Chromium paints plates."""

from __future__ import annotations

from collections import Counter

import pytest

PIXELS = """async png => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  return [image.width, [...context.getImageData(0, 0, image.width, image.height).data]];
}"""


def seen(page, canvas, selector):
    """The rows of pixels of what is first found, each as red, green and blue."""
    import base64

    png = base64.b64encode(page.query_selector(selector).screenshot()).decode()
    # Our own pages let no image in, so another one decodes it.
    width, flat = canvas.evaluate(PIXELS, png)
    pixels = [tuple(flat[at : at + 3]) for at in range(0, len(flat), 4)]
    return [pixels[at : at + width] for at in range(0, len(pixels), width)]


def differ(one, other):
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 150


@pytest.fixture
def canvas(browser):
    with browser.new_page() as page:
        page.goto("data:text/html,")
        yield page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("status", ["open", "partially-met", "closed"])
def test_a_status_is_text_with_a_border(visits, canvas, scheme, status):
    page = visits("index of one inspection")
    page.emulate_media(color_scheme=scheme, forced_colors="active")
    rows = seen(page, canvas, f".register .status--{status}")
    ground = Counter(pixel for row in rows for pixel in row).most_common(1)[0][0]
    middle = [row[6:-6] for row in rows[6:-6]]
    words = sum(differ(pixel, ground) for row in middle for pixel in row)
    assert words > 40, "no letter is to be seen"
    assert words < 0.6 * sum(map(len, middle)), "the plate hides the letters"
    across = list(zip(*rows, strict=True))
    # A border may be dashed.
    for side in (rows[:4], rows[-4:], across[:4], across[-4:]):
        most = max(sum(differ(pixel, ground) for pixel in line) / len(line) for line in side)
        assert most > 0.3, "a side has no border"


def test_a_plate_without_letters_is_seen(visits, canvas):
    """What was so before: letters of the ground's colour, on a plate of it."""
    page = visits("index of one inspection")
    page.emulate_media(forced_colors="active")
    page.evaluate(
        "for (const one of document.querySelectorAll('.status--closed'))"
        " one.style = 'background: CanvasText; color: Canvas'"
    )
    rows = seen(page, canvas, ".register .status--closed")
    middle = [pixel for row in rows[8:-8] for pixel in row[12:-12]]
    ground = Counter(middle).most_common(1)[0][0]
    assert sum(differ(pixel, ground) for pixel in middle) < 40
