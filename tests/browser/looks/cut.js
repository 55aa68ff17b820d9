// What is cut off or drives the page wider than the window: nothing may, but within a frame that scrolls.
() => {
  const wide = document.documentElement.clientWidth;
  const wrong = [];
  if (document.documentElement.scrollWidth > wide) wrong.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility() || element.closest(".ds_skip-links")) continue;
    const name = element.outerHTML.slice(0, 90), box = element.getBoundingClientRect();
    const frame = element.parentElement.closest(".scroll");
    if (!frame && (box.right > wide + 0.5 || box.left < -0.5)) wrong.push(`${name} ends at ${box.right}`);
    if (element.closest("svg")) continue;
    const style = getComputedStyle(element);
    if (style.display === "inline") continue;
    const scrolls = element.matches(".scroll") ? ["y"] : ["x", "y"];
    if (scrolls.includes("x") && element.scrollWidth > element.clientWidth + 1) wrong.push(`${name} is too narrow`);
    if (style.overflowY !== "visible" && element.scrollHeight > element.clientHeight + 1)
      wrong.push(`${name} is too low`);
  }
  return wrong;
}
