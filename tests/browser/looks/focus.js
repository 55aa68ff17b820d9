// What has the focus: what it is, whether one sees that, and whether it is in the window; null at the page's end.
() => {
  const found = document.activeElement;
  if (found === document.body) return null;
  const style = getComputedStyle(found), box = found.getClientRects()[0];
  const over = document.elementFromPoint(
    Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1), Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 1), innerHeight - 1));
  return {
    what: found.outerHTML,
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    there: box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0,
    covered: !(found.contains(over) || over.contains(found)),
  };
}
