// The handover on a device: take a manifest along, open it, check people off, bring it to the desk.
import { digitsIn, randomName } from "./crypto.js";
import { readSquare, isShortCode, ourCount, fold, standings, undoing } from "./state.js";
import { scan, warmUp } from "./scan.js";
import { hasExpired, headerOf, isEmpty, momentFor, openSession } from "./session.js";
import * as storage from "./storage.js";
import { fetchFile, fetchPack, sync } from "./sync.js";
import { alarm, by, dayAndTime, list, nameOf, onLine, refusals, say, show, showCounts, showPerson, sure } from "./view.js";

const config = JSON.parse(by("config").textContent);
const AGAIN = 30_000; // milliseconds between two tries to reach the desk
const CLOCK_OFF = 120_000; // milliseconds by which a clock may differ before it is told
let session = null;
let person = null;
let onlyOpen = true;
let lastNoted = null;
let sending = null, waiting = null;
let looking = null;

// -- what is on this device

async function packsHere() {
  const all = await storage.everyPack();
  return all.filter((record) => record.manifest === config.manifest);
}

function recordOf(envelope, more) {
  const header = JSON.parse(envelope.header);
  return { pack: header.pack, manifest: header.manifest, envelope, device: randomName(), skew: 0, seen: 0, told: null, ...more };
}

async function unsentIn(record) {
  return (await storage.eventsOf(record.pack)).filter((event) => !event.sent).length;
}

// Deletes what has expired; what the desk does not have yet stays until it has.
async function expire(record) {
  if (await unsentIn(record)) {
    await storage.emptyPack(record.pack);
    Object.assign(record.envelope, { nonce: "", sealed: "" });
    return true;
  }
  if (!config.envelope) await storage.deletePack(record.pack);
  return false;
}

async function begin() {
  session = null;
  let records = await packsHere();
  if (config.envelope && !records.some((one) => one.pack === headerOf(config).pack)) {
    const own = recordOf(config.envelope, {});
    await storage.putPack(own);
    records = [...records, own];
  }
  const expired = records.filter((record) => isEmpty(record) || hasExpired(record));
  const left = [];
  for (const record of expired) if (await expire(record)) left.push(record);
  records = [...records.filter((record) => !expired.includes(record)), ...left];
  if (expired.length) alarm(say(left.length ? "expired_unsent" : config.envelope ? "expired_file" : "expired"));
  if (records.length) return locked(records);
  if (!config.envelope) return start();
  return show("");
}

function start() {
  by("part").replaceChildren(...Array.from({ length: config.parts }, (_, at) => new Option(String(at + 1), String(at + 1))));
  document.querySelector("[data-parts]").hidden = config.parts < 2;
  show("start");
}

function locked(records) {
  by("which").replaceChildren(...records.map((record) => new Option(
    say("pack_of_part", { part: headerOf(record).part, parts: headerOf(record).parts, time: dayAndTime(Date.parse(headerOf(record).made_at)) }), record.pack)));
  document.querySelector("[data-which]").hidden = records.length < 2;
  by("kept").textContent = say("good_until", { time: dayAndTime(Date.parse(headerOf(records[0]).expires_at)) });
  by("open-problem").textContent = "";
  by("typed-code").value = "";
  show("locked");
}

async function chosenRecord() {
  const records = await packsHere();
  return records.find((record) => record.pack === (session?.record.pack ?? by("which").value));
}

// -- open, look, record

async function open(event) {
  event.preventDefault();
  const code = digitsIn(by("typed-code").value);
  if (code.length !== 18) return void (by("open-problem").textContent = say("code_length"));
  by("open-problem").textContent = say("opening");
  const record = await chosenRecord();
  if (!isEmpty(record) && hasExpired(record)) return begin();
  session = await openSession(record, code);
  by("typed-code").value = "";
  if (!session) return void (by("open-problem").textContent = say("wrong_code"));
  if (Date.parse(headerOf(record).made_at) - momentFor(record) > CLOCK_OFF) alarm(say("clock_before"));
  by("open-problem").textContent = "";
  people();
  return void send();
}

function people() {
  person = null;
  draw();
  show("people");
}

function draw() {
  if (!session?.told) return;
  const ours = ourCount(session.told, session.events);
  showCounts(ours, session.told, session.receivedAt, Boolean(session.content));
  const all = standings(session.people, session.told, session.events, session.refused);
  list(session.people, all, onlyOpen, (one) => { person = one; draw(); });
  if (person) showPerson(person, all.get(person.code));
  const unsent = session.unsent.length;
  by("reached").textContent = unsent ? say("unsent", { n: unsent }) : say("all_sent");
  refusals(session.refused, (uuid) => nameFor(session.events.find((one) => one.uuid === uuid)));
  by("extra").hidden = !session.content;
  URL.revokeObjectURL(by("export").href);
  by("export").href = URL.createObjectURL(new Blob([session.file()], { type: "application/json" }));
  by("undo").hidden = !lastNoted;
}

function nameFor(event) {
  const found = session.people.find(({ code }) => code === event?.code);
  return found ? nameOf(found) : say("outcome not on the manifest");
}

async function note(what, text) {
  if (hasExpired(session.record)) return begin();
  try {
    lastNoted = await session.note(what);
  } catch (wrong) {
    return alarm(say(wrong.name === "QuotaExceededError" ? "full" : "not_recorded"));
  }
  alarm("");
  document.querySelector("#done [data-said]").textContent = text;
  if (!what.outcome) lastNoted = null;
  people();
  by("done").scrollIntoView({ block: "nearest" });
  return void send();
}

const check = (outcome) => note({ code: person.code, outcome }, say("recorded", { who: nameOf(person), outcome: say(`outcome ${outcome}`) }));

function undo(event) {
  const what = undoing(session.events, event);
  return note(what, say("taken_back", { who: nameFor(event) }));
}

async function extra() {
  const goOn = await sure(say("extra_sure"), say("extra_yes"));
  people();
  if (goOn) await note({ code: "", outcome: "not on the manifest" }, say("recorded_extra"));
}

function find(text) {
  const square = readSquare(text);
  const code = square ? square.code : digitsIn(text);
  const problem = (name) => { by("find-problem").textContent = name ? say(name) : ""; };
  if (square && square.manifest !== config.manifest) return problem("other_square");
  if (!isShortCode(code)) return problem(code.length === 7 ? "misread" : "not_a_code");
  const found = session.people.find((one) => one.code === code);
  if (!found) return problem("nobody_has_it");
  problem("");
  by("typed").value = "";
  person = found;
  return draw();
}

async function look() {
  looking = new AbortController();
  by("camera").hidden = false;
  by("find-problem").textContent = "";
  try {
    const text = await scan(by("video"), config.scanner, looking.signal);
    if (text) find(text);
  } catch (wrong) {
    by("find-problem").textContent = say(wrong.name === "NotSupportedError" ? "no_reader" : "no_camera");
  } finally {
    by("camera").hidden = true;
  }
}

// -- the desk

const attempt = (one) => (sending ??= sync(one, config.urls.sync).catch(() => "not_recorded").finally(() => { sending = null; }));

// One try at a time, and one more behind it: the one under way may have begun before this was recorded, or without a network.
async function send() {
  if (!session || config.envelope) return;
  const one = session;
  if (sending) waiting ??= sending.then(() => { waiting = null; return attempt(one); });
  const problem = await (waiting ?? attempt(one));
  if (session !== one) return;
  onLine(problem ? say(problem) : say("reached_desk"));
  if (problem === "withdrawn" || problem === "other_manifest") alarm(say(problem));
  else if (Math.abs(one.record.skew) > CLOCK_OFF) alarm(say("clock_off", { n: Math.round(Math.abs(one.record.skew) / 60_000) }));
  draw();
}

const secretShown = (code) => { by("code-shown").textContent = code.match(/.{3}/g).join(" "); show("code"); };

async function take() {
  const made = await fetchPack(config.urls, by("part").value || "1");
  if (made.problem) return alarm(made.problem === "failed" ? say("no_pack") : say(made.problem));
  try {
    await storage.putPack(recordOf(made.envelope, { skew: made.skew }));
  } catch {
    return alarm(say("full"));
  }
  navigator.storage?.persist?.();
  warmUp(config.scanner).catch(() => {});
  alarm("");
  by("save-file").hidden = true;
  return secretShown(made.code);
}

async function takeFile() {
  const made = await fetchFile(config.urls, by("part").value || "1");
  if (made.problem) return alarm(made.problem === "failed" ? say("no_pack") : say(made.problem));
  by("save-file").href = URL.createObjectURL(new Blob([made.file], { type: "text/html" }));
  by("save-file").hidden = false;
  return secretShown(made.code);
}

async function remove() {
  const record = await chosenRecord();
  const unsent = await unsentIn(record);
  const back = session ? people : begin;
  if (!(await sure(unsent ? say("delete_unsent", { n: unsent }) : say("delete_sure"), say("delete_yes")))) return back();
  await storage.deletePack(record.pack);
  alarm("");
  if (config.envelope) return alarm(say("delete_file"));
  return begin();
}

// -- ways in

by("take").addEventListener("click", take);
by("take-file").addEventListener("click", takeFile);
by("written").addEventListener("click", () => { by("code-shown").textContent = ""; begin(); });
by("open").addEventListener("submit", open);
by("another")?.addEventListener("click", start);
by("find").addEventListener("submit", (event) => { event.preventDefault(); find(by("typed").value); });
by("typed").addEventListener("input", () => { if (isShortCode(digitsIn(by("typed").value))) find(by("typed").value); });
by("scan").addEventListener("click", look);
by("stop").addEventListener("click", () => looking?.abort());
by("only-open").addEventListener("click", () => { onlyOpen = true; draw(); });
by("everybody").addEventListener("click", () => { onlyOpen = false; draw(); });
by("extra").addEventListener("click", extra);
by("send")?.addEventListener("click", send);
by("lock").addEventListener("click", begin);
by("back").addEventListener("click", people);
by("undo").addEventListener("click", () => undo(lastNoted));
by("person-undo").addEventListener("click", () => undo(fold(session.events).byCode.get(person.code)));
for (const button of document.querySelectorAll("[data-delete]")) button.addEventListener("click", remove);
for (const button of by("outcomes").children) button.addEventListener("click", () => check(button.dataset.outcome));
window.addEventListener("online", send);
window.addEventListener("offline", () => onLine(say("offline")));
document.addEventListener("visibilitychange", async () => { if (!document.hidden && session) { await session.readAgain(); draw(); } });
setInterval(() => (session && hasExpired(session.record) && session.content ? begin() : send()), AGAIN);
if (config.worker && "serviceWorker" in navigator) navigator.serviceWorker.register(config.worker, { scope: config.scope }).catch(() => onLine(say("no_worker")));
begin().catch(() => alarm(say("no_storage")));
document.documentElement.dataset.ready = "yes";
