// Signing out deletes what a device holds of handovers. Check-offs that the desk does not have are told first.
import { countUnsent, deleteEverything } from "./storage.js";

for (const form of document.querySelectorAll("form[data-leave]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const unsent = await countUnsent().catch(() => 0);
    if (unsent && !window.confirm(form.dataset.leave)) return;
    await deleteEverything().catch(() => null);
    for (const name of await caches?.keys() ?? []) await caches.delete(name);
    form.submit();
  });
}
