// Words of a chart that lie on other words, on a bar, or beyond the edge of the picture.
() => {
  const wrong = [];
  const apart = (one, other) =>
    one.right <= other.left + 0.5 || other.right <= one.left + 0.5 || one.bottom <= other.top + 2 || other.bottom <= one.top + 2;
  for (const svg of document.querySelectorAll("svg")) {
    const within = svg.getBoundingClientRect();
    const words = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
    const bars = [...svg.querySelectorAll("rect.chart-edge")].map((bar) => ["a bar", bar.getBoundingClientRect()]);
    words.forEach(([text, box], at) => {
      if (box.left < within.left - 0.5 || box.right > within.right + 0.5 || box.bottom > within.bottom + 2 || box.top < within.top - 2)
        wrong.push(`“${text}” leaves the picture`);
      for (const [other, its] of [...words.slice(at + 1), ...bars])
        if (!apart(box, its)) wrong.push(`“${text}” lies on ${other}`);
    });
  }
  return wrong;
}
