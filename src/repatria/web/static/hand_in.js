// Adds to the page of a list: a file can be dropped on its frame, and a page that waits looks again by itself.
for (const frame of document.querySelectorAll("[data-drop]")) {
  const input = frame.querySelector("input[type=file]");
  const over = (on) => (event) => { event.preventDefault(); frame.classList.toggle("over", on); };
  frame.addEventListener("dragover", over(true));
  frame.addEventListener("dragleave", over(false));
  frame.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length === 1) input.files = event.dataTransfer.files;
  });
}
const again = document.querySelector("[data-look-again]");
if (again) setTimeout(() => location.replace(again.href), Number(again.dataset.lookAgain));
