// What the events of this device, and what the desk last told, make together. Values in, values out.
const DAMM = ["0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"];
const CROSSED = new Set(["crossed", "not on the manifest"]);

// Whether seven digits are a short code: its last digit is a check digit (Damm).
export function isShortCode(digits) {
  let reached = 0;
  for (const digit of digits) reached = Number(DAMM[reached][Number(digit)]);
  return digits.length === 7 && digits[0] !== "0" && reached === 0;
}

export const spaced = (code) => `${code.slice(0, 3)}\u00a0${code.slice(3)}`;

// The manifest and the code in a square code; null where it is none of ours.
export function readSquare(text) {
  const found = /^repatria:(M-[0-9]{4,9}):([0-9]{7})$/.exec(text.trim());
  return found && isShortCode(found[2]) ? { manifest: found[1], code: found[2] } : null;
}

// What stands of this device: the last event on each code, and on each person who is on no list.
export function fold(events) {
  const byCode = new Map();
  const unlisted = new Map();
  for (const event of events) {
    if (event.takes_back) {
      byCode.delete(event.code);
      unlisted.delete(event.takes_back);
    } else if (event.code) byCode.set(event.code, event);
    else unlisted.set(event.uuid, event);
  }
  return { byCode, unlisted };
}

// What is to be recorded so that the last word on a code, or on somebody on no list, is undone.
export function undoing(events, last) {
  const before = last.code ? fold(events.slice(0, events.findIndex((one) => one.uuid === last.uuid))).byCode.get(last.code) : null;
  return before
    ? { code: last.code, outcome: before.outcome, takesBack: "" }
    : { code: last.code, outcome: "", takesBack: last.uuid };
}

// How each person stands: the outcome, and how far it has come (device, refused, desk, both).
export function standings(people, told, events, refused) {
  const { byCode } = fold(events);
  const apart = new Set(told.differ);
  return new Map(people.map(({ code }) => {
    const own = byCode.get(code);
    const outcome = own ? own.outcome : told.recorded[code] ?? "";
    const reached = own && refused.has(own.uuid) ? "refused" : own && !own.sent ? "device" : outcome ? "both" : "";
    return [code, { outcome, reached, differs: apart.has(code), event: own ?? null }];
  }));
}

// Our side's count: what the desk last told of it, and what only this device has.
export function ourCount(told, events) {
  const recorded = { ...told.recorded };
  let { unlisted } = told.counts[0];
  for (const event of events.filter((one) => !one.sent)) {
    if (event.code && event.outcome) recorded[event.code] = event.outcome;
    else if (event.code) delete recorded[event.code];
    else unlisted += event.outcome ? 1 : -1;
  }
  const outcomes = Object.values(recorded);
  return { checked: outcomes.length, crossed: outcomes.filter((one) => CROSSED.has(one)).length, unlisted };
}

export const unsentOf = (events) => events.filter((event) => !event.sent);

// The moment by the desk's clock, which never runs backwards on this device.
export const momentOf = (now, skew, seen) => Math.max(now + skew, seen);
