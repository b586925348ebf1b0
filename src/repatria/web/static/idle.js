// Warns two minutes before a seat that nobody uses is signed out; one click, on any page of the desk, stays signed in.
const dialog = document.querySelector("dialog.idle");
const WARN = 120;
let timer;

function wait(seconds) {
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(1, seconds - WARN) * 1000);
}

async function look() {
  const answer = await fetch(dialog.dataset.stay, { headers: { Accept: "application/json" }, redirect: "manual" }).catch(() => null);
  if (!answer || !answer.ok) return;
  const { seconds } = await answer.json();
  if (seconds > WARN) { if (dialog.open) dialog.close(); wait(seconds); return; }
  if (!dialog.open) dialog.showModal();
  timer = setTimeout(look, 15000);
}

if (dialog) {
  wait(Number(dialog.dataset.seconds));
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(dialog.dataset.stay, {
      method: "POST", body: new FormData(event.target), headers: { Accept: "application/json" }, redirect: "manual",
    }).catch(() => null);
    if (!answer || !answer.ok) { event.target.submit(); return; }
    dialog.close();
    wait((await answer.json()).seconds);
  });
}
