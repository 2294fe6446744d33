// The one place where a browser's offsets (UTF-16 units within a node) become those of an article: code points into its text.

export function codePoints(string) {
  let count = 0;
  for (const _ of string) count += 1; // a string is walked through by code points
  return count;
}

// The code point at which a place of the document lies, within an element whose paragraphs know where they begin.
function offsetOf(text, node, offset) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const paragraph = element.closest(".t");
  if (paragraph && text.contains(paragraph)) {
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, offset);
    return Number(paragraph.dataset.at) + codePoints(before.toString());
  }
  // Between paragraphs: the beginning of the next one, or the end of the last.
  const place = document.createRange();
  place.setStart(node, offset);
  for (const each of text.querySelectorAll(".t")) {
    if (place.comparePoint(each, 0) >= 0) return Number(each.dataset.at);
  }
  const last = text.querySelector(".t:last-of-type");
  return last ? Number(last.dataset.at) + codePoints(last.textContent) : 0;
}

// What is selected in the text, as {start, end, words}; null when that is nothing or lies elsewhere.
export function selected(text) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(text) || !text.contains(range.startContainer)) return null;
  const start = offsetOf(text, range.startContainer, range.startOffset);
  const end = text.contains(range.endContainer) ? offsetOf(text, range.endContainer, range.endOffset) : null;
  const words = selection.toString().trim();
  return end !== null && end > start && words ? { start, end, words, box: range.getBoundingClientRect() } : null;
}
