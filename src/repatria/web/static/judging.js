// Judging by single keys: 1 same, 2 different, 3 unsure, 0 none of these, U undo, N next. Only while no field has the
// focus, and only when the page says that keys are on (WCAG 2.2, 2.1.4). Keys are taken by their place too, so that a
// Cyrillic or Arabic keyboard works. Without this file the buttons do the same.
(() => {
  const page = document.querySelector("[data-judging]");
  if (!page || page.dataset.judging !== "on") return;
  const field = "input, textarea, select, [contenteditable]";
  const names = { Digit0: "0", Digit1: "1", Digit2: "2", Digit3: "3", Numpad0: "0", Numpad1: "1", Numpad2: "2", Numpad3: "3", KeyU: "u", KeyN: "n" };
  let done = false;
  document.addEventListener("keydown", (event) => {
    if (done || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.activeElement && document.activeElement.matches(field)) return;
    const key = names[event.code];
    const target = key && document.querySelector(`[data-key="${key}"]`);
    if (!target) return;
    event.preventDefault();
    done = true;
    target.click();
  });
  window.addEventListener("pageshow", () => { done = false; });
})();
