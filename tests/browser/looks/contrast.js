// What does not stand out from its ground: words under 4.5 to 1 (3 to 1 where they are large), what a chart
// is drawn with and the edge of a tag under 3 to 1. Colours are those that the browser came to.
() => {
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((one) => (one /= 255) <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [dark, light] = [one, other].map((rgb) => luminance(rgb.slice(0, 3))).sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = (element) => {
    if (matchMedia("print").matches) return [255, 255, 255]; // Browsers leave grounds out, to save ink.
    for (; element; element = element.parentElement) {
      const [r, g, b, a = 1] = channels(getComputedStyle(element).backgroundColor);
      if (a === 1) return [r, g, b];
      if (a !== 0) throw new Error("a ground that one sees through");
    }
    throw new Error("a page without a ground");
  };
  const wrong = [];
  const hold = (element, name, colour, under, least) => {
    const found = ratio(channels(colour), under);
    if (found < least) wrong.push(`${name} of ${element.outerHTML.slice(0, 90)}: ${colour} is ${found.toFixed(2)}`);
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !element.checkVisibility() || element.closest("svg")) continue;
    const style = getComputedStyle(element), size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    hold(element, "words", style.color, ground(element), large ? 3 : 4.5);
  }
  for (const element of document.querySelectorAll(".ds_tag"))
    if (element.checkVisibility())
      hold(element, "edge", getComputedStyle(element).borderTopColor, ground(element.parentElement), 3);
  for (const svg of document.querySelectorAll("svg")) {
    const under = ground(svg.parentElement);
    for (const element of svg.querySelectorAll("[class^=chart-]")) {
      const style = getComputedStyle(element);
      if (element.matches("text")) hold(element, "words", style.fill, under, 4.5);
      else if (element.matches(".chart-mark")) hold(element, "mark", style.fill, under, 3);
      else hold(element, "line", style.stroke, under, 3);
    }
    for (const pattern of svg.querySelectorAll("pattern")) {
      const [back, mark] = [...pattern.children].map((child) => getComputedStyle(child));
      if (mark)
        hold(pattern, "pattern", mark.stroke === "none" ? mark.fill : mark.stroke, channels(back.fill), 3);
    }
  }
  return wrong;
}
