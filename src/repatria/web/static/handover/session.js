// A pack that is open: its people, its events, and what may be done with them until the page is closed.
import { fileOf, nextEvent } from "./chain.js";
import { digitsIn, fromBase64, keyOf, openKept, openPack, sealKept } from "./crypto.js";
import * as storage from "./storage.js";
import { momentOf, unsentOf } from "./state.js";

const TRIES = 5; // another tab may write at the same moment
const label = (pack, seq) => `event ${pack} ${seq}`;

export const headerOf = (record) => JSON.parse(record.envelope.header);
export const isEmpty = (record) => !record.envelope.sealed;
export const momentFor = (record) => momentOf(Date.now(), record.skew ?? 0, record.seen ?? 0);
export const hasExpired = (record) => momentFor(record) >= Date.parse(headerOf(record).expires_at);

// Opens a pack with a code; null where the code is wrong. Of an expired pack only the events are opened.
export async function openSession(record, code) {
  const header = headerOf(record);
  const key = await keyOf(digitsIn(code), fromBase64(record.envelope.salt), header.iterations);
  const kept = await storage.eventsOf(record.pack);
  try {
    const content = isEmpty(record) ? null : await openPack(key, record.envelope);
    const told = record.told ? await openKept(key, record.told, `told ${record.pack}`) : content?.desk;
    const session = new Session(record, header, key, content, told);
    await session.read(kept);
    return session;
  } catch (wrong) {
    if (wrong.name === "OperationError") return null;
    throw wrong;
  }
}

class Session {
  constructor(record, header, key, content, told) {
    Object.assign(this, { record, header, key, content, told, events: [], refused: new Map(), receivedAt: record.receivedAt ?? 0 });
  }

  get people() { return this.content?.people ?? []; }

  get unsent() { return unsentOf(this.events); }

  async read(kept) {
    this.events = await Promise.all(kept.map(async (one) =>
      ({ ...(await openKept(this.key, one, label(one.pack, one.seq))), sent: Boolean(one.sent) })));
  }

  async readAgain() { await this.read(await storage.eventsOf(this.record.pack)); }

  // Records something on this device. It is recorded only when this returns; all failures are thrown.
  async note({ code, outcome, takesBack = "" }) {
    for (let tries = 1; ; tries += 1) {
      const event = await nextEvent({
        header: this.header, device: this.record.device, secret: fromBase64(this.content.key),
        last: this.events.at(-1), code, outcome, takesBack, at: Date.now(),
      });
      const { pack } = this.record;
      const sealed = await sealKept(this.key, event, label(pack, event.seq));
      try {
        await storage.addEvent({ pack, seq: event.seq, sent: false, ...sealed });
        if (!this.events.some((one) => one.uuid === event.uuid)) this.events.push({ ...event, sent: false }); // read again meanwhile
        return event;
      } catch (wrong) {
        if (wrong.name !== "ConstraintError" || tries === TRIES) throw wrong;
        await this.readAgain();
      }
    }
  }

  // Takes in what the desk answered: which events it has, which it does not take, and how far both sides are.
  async hear({ accepted = [], conflicts = [], told = null, skew = this.record.skew }) {
    const taken = new Set(accepted);
    const numbers = new Set(this.events.filter((event) => taken.has(event.uuid)).map((event) => event.seq));
    if (numbers.size) await storage.markSent(this.record.pack, numbers);
    for (const event of this.events) if (taken.has(event.uuid)) event.sent = true;
    for (const uuid of taken) this.refused.delete(uuid);
    for (const one of conflicts) if (!one.gap) this.refused.set(one.uuid, one);
    Object.assign(this.record, { skew, seen: momentFor(this.record) });
    if (told) {
      this.told = told;
      this.receivedAt = Date.now();
      this.record.receivedAt = this.receivedAt;
      this.record.told = isEmpty(this.record) ? null : await sealKept(this.key, told, `told ${this.record.pack}`);
    }
    await storage.putPack(this.record);
  }

  bare(events) { return events.map(({ sent, ...event }) => event); }

  file() { return fileOf(this.bare(this.events)); }
}
