// What a form does beyond HTML: says that it is at work, is sent with Ctrl and Enter, and shows where a file may be dropped.
// Without this script, all of it works as well.
"use strict";
for (const form of document.querySelectorAll("form[method=post]")) {
  const button = form.querySelector("button[data-busy]");
  form.addEventListener("submit", () => {
    button.dataset.name = button.textContent;
    button.textContent = button.dataset.busy;
    button.setAttribute("aria-busy", "true");
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(button);
  });
  // Who comes back by the browser's own button finds the form as it was.
  addEventListener("pageshow", () => {
    if (button.dataset.name) button.textContent = button.dataset.name;
    button.removeAttribute("aria-busy");
  });
}
const fields = [...document.querySelectorAll("fieldset")];
for (const field of fields) {
  const input = field.querySelector("input[type=file]");
  if (!input) continue;
  const mark = (is_over) => input.classList.toggle("over", is_over);
  field.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    mark(true);
  });
  field.addEventListener("dragleave", () => mark(false));
  field.addEventListener("drop", (event) => {
    mark(false);
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
  });
}
// A file that misses a field would else be opened in place of the page.
for (const name of ["dragover", "drop"]) {
  addEventListener(name, (event) => {
    if (fields.length && event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
}
