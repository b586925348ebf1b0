// What a device records: events that are never changed, each bound to the one before it and to the pack.
import { hmac, randomUuid, sha256 } from "./crypto.js";

const EVENT_FORMAT = "repatria/check-off/1";
const FILE_FORMAT = "repatria/check-offs/1";
const FIELDS = ["uuid", "manifest", "sha256", "pack", "device", "seq", "prev", "code", "outcome", "takes_back", "at"];

export const textOf = (event) => [EVENT_FORMAT, ...FIELDS.map((name) => String(event[name]))].join("\n");

export async function nextEvent({ header, device, secret, last, code, outcome, takesBack, at }) {
  const event = {
    uuid: randomUuid(),
    manifest: header.manifest,
    sha256: header.sha256,
    pack: header.pack,
    device,
    seq: last ? last.seq + 1 : 1,
    prev: last ? await sha256(textOf(last)) : "",
    code,
    outcome,
    takes_back: takesBack,
    at: new Date(at).toISOString().replace(/\.\d+Z$/, "Z"),
  };
  return { ...event, mac: await hmac(secret, textOf(event)) };
}

// The file, or the body of a message, that carries events to the desk.
export const fileOf = (events) => JSON.stringify({ format: FILE_FORMAT, events });
