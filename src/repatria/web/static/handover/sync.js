// Brings events to the desk and its answer back. Nothing here is lost by failing: what the desk does not have stays.
import { fileOf } from "./chain.js";

const PATIENCE = 15_000; // milliseconds; a weak line is tried again later

async function call(address, options = {}) {
  let answer;
  try {
    answer = await fetch(address, {
      redirect: "manual", credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options,
    });
  } catch {
    return { problem: "offline" };
  }
  if (answer.type === "opaqueredirect") return { problem: "signed_out" };
  if (answer.status === 404 || answer.status === 403) return { problem: "not_found" };
  if (!answer.ok) return { problem: "failed" };
  try {
    return { document: await answer.json() };
  } catch {
    return { problem: "failed" };
  }
}

const post = (address, token, body, type) =>
  call(address, { method: "POST", headers: { "X-CSRFToken": token, "Content-Type": type }, body });

// Sends what the desk does not have; returns the problem, or null when it has answered.
export async function sync(session, address) {
  const asked = await call(address);
  if (asked.problem) return asked.problem;
  await session.readAgain(); // another tab may have recorded something
  const { token, now, in_force: inForce, sha256, told } = asked.document;
  const skew = Date.parse(now) - Date.now();
  const isSame = sha256 === session.header.sha256;
  await session.hear({ told: inForce && isSame ? told : null, skew });
  for (const everything of [false, true]) {
    const events = everything ? session.events : session.unsent;
    if (!events.length) break;
    const sent = await post(address, token, fileOf(session.bare(events)), "application/json");
    if (sent.problem) return sent.problem;
    await session.hear(sent.document);
    if (!sent.document.conflicts.some((one) => one.gap)) break;
  }
  return !inForce ? "withdrawn" : isSame ? null : "other_manifest";
}

// Asks the desk for a pack of one part of the manifest: sealed, with the code that is shown once.
export async function fetchPack(addresses, part) {
  const asked = await call(addresses.sync);
  if (asked.problem) return asked;
  const body = new URLSearchParams({ part });
  const made = await post(addresses.pack, asked.document.token, body, "application/x-www-form-urlencoded");
  return made.problem ? made : { ...made.document, skew: Date.parse(asked.document.now) - Date.now() };
}

// Asks for a pack as one file that needs no server.
export async function fetchFile(addresses, part) {
  const asked = await call(addresses.sync);
  if (asked.problem) return asked;
  const body = new URLSearchParams({ part });
  const made = await post(addresses.file, asked.document.token, body, "application/x-www-form-urlencoded");
  return made.problem ? made : made.document;
}
