// Takes the words that are selected in the text into the form, with their place. Without this script, they are pasted.
"use strict";
const text = document.querySelector(".beside > .text");
const panel = document.querySelector(".take");
const state = panel.querySelector("[role=status]");
let chosen = null;
// Code points, as places are counted in everywhere.
const count = (words) => [...words].length;
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const start = count(before.toString()) + count(words) - count(words.trimStart());
  chosen = { words: words.trim(), at: `${start}-${start + count(words.trim())}` };
});
const take = (button) => {
  if (!chosen || !chosen.words) {
    state.textContent = "Nothing is selected in the text.";
    return;
  }
  const field = document.querySelector(`[data-field="${button.dataset.take}"]`);
  const parts = [...field.querySelectorAll("textarea")];
  const empty = parts.findIndex((part) => !part.value.trim());
  if (!("more" in button.dataset)) for (const part of parts.slice(1)) part.value = "";
  const part = parts["more" in button.dataset ? empty : 0];
  if (!part) {
    state.textContent = "Save it first; then there is room for one more part.";
    return;
  }
  part.value = chosen.words;
  // The place stands in the field behind the words: hidden, or a list of places that is no longer needed.
  let place = part.nextElementSibling;
  if (place.tagName === "SELECT") {
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = place.name;
    place.replaceWith(hidden);
    place = hidden;
  }
  place.value = chosen.at;
  state.textContent = `Taken: ${chosen.words.slice(0, 60)}`;
};
for (const button of panel.querySelectorAll("button")) {
  // Else the selection would go before it is taken.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => take(button));
}
panel.hidden = false;
