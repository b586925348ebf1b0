// Where a device keeps packs and events: in the browser (IndexedDB), sealed. Only what finds them again is in clear: the
// number of the pack, its manifest, until when it is good, and whether the desk has an event.
const NAME = "repatria-handover";

function promised(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("packs", { keyPath: "pack" });
    request.result.createObjectStore("events", { keyPath: ["pack", "seq"] });
  };
  return promised(request);
}

// Done only when the device says that it is on disk; a full disk and a closed tab are failures.
async function within(stores, mode, work) {
  const database = await opened();
  try {
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    const ended = new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error ?? new DOMException("", "AbortError"));
    });
    const found = work(...stores.map((name) => transaction.objectStore(name)));
    const [result] = await Promise.all([found, ended]);
    return result;
  } finally {
    database.close();
  }
}

const eventsIn = (pack) => IDBKeyRange.bound([pack, 0], [pack, Infinity]);

export const everyPack = () => within(["packs"], "readonly", (packs) => promised(packs.getAll()));
export const putPack = (pack) => within(["packs"], "readwrite", (packs) => promised(packs.put(pack)));
export const eventsOf = (pack) => within(["events"], "readonly", (events) => promised(events.getAll(eventsIn(pack))));
export const addEvent = (kept) => within(["events"], "readwrite", (events) => promised(events.add(kept)));

export const markSent = (pack, numbers) => within(["events"], "readwrite", async (events) => {
  const all = await promised(events.getAll(eventsIn(pack)));
  await Promise.all(all.filter((one) => numbers.has(one.seq)).map((one) => promised(events.put({ ...one, sent: true }))));
});

// Deletes the sealed people of a pack; events that the desk does not have yet stay, with what opens them.
export const emptyPack = (pack) => within(["packs"], "readwrite", async (packs) => {
  const found = await promised(packs.get(pack));
  if (found) await promised(packs.put({ ...found, envelope: { ...found.envelope, nonce: "", sealed: "" }, told: null }));
});

export const deletePack = (pack) => within(["packs", "events"], "readwrite", (packs, events) =>
  Promise.all([promised(packs.delete(pack)), promised(events.delete(eventsIn(pack)))]));

export const countUnsent = () => within(["events"], "readonly", async (events) =>
  (await promised(events.getAll())).filter((one) => !one.sent).length);

export const deleteEverything = () => promised(indexedDB.deleteDatabase(NAME));
