/* Words and numbers that end on another line than they begin. */
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.checkVisibility() || node.parentElement.closest("svg, code, .long")) continue;
    // Behind a hyphen, or a stroke between letters, a line may end: that is no break within a word.
    for (const word of node.data.matchAll(/[\p{L}\p{M}\p{N}'’]+(?:[/.,](?=\p{N})\p{N}+)*/gu)) {
      if (word[0].length > 24) continue;
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (tops.size > 1) found.push(word[0]);
    }
  }
  return found;
}
