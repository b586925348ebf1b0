// Signs every text shown in the browser, with a key file that never leaves it: the file's input has no name and stands in
// no form, what was read of it is dropped when the signature stands in its field. Without this file, or in a browser that
// has no Ed25519, the lines are signed by a command and the signature is pasted.
const OF_KEY = /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/;
const PKCS8 = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]; // RFC 8410
const MOST = 4096;
const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const base64 = (...parts) => btoa(String.fromCharCode(...parts.flatMap((part) => [...part])));

async function imported(seed) {
  const wrapped = Uint8Array.of(...PKCS8, ...seed);
  try {
    return await crypto.subtle.importKey("pkcs8", wrapped, "Ed25519", true, ["sign"]);
  } finally {
    wrapped.fill(0);
  }
}

async function publicHalf(key) {
  const { x } = await crypto.subtle.exportKey("jwk", key);
  return bytes(x.replaceAll("-", "+").replaceAll("_", "/") + "=");
}

async function idOf(name, half) {
  const said = Uint8Array.of(...new TextEncoder().encode(name), 10, 1, ...half);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", said)).slice(0, 4);
}

// Returns a signature line for each text, or the name of what is wrong.
async function signed(file, texts, keys) {
  const found = file.size <= MOST && OF_KEY.exec((await file.text()).trim());
  let typed;
  try {
    typed = found && bytes(found[3]);
  } catch {
    typed = null;
  }
  if (!typed || typed.length !== 33 || typed[0] !== 1) return { wrong: "noKey" };
  const key = await imported(typed.subarray(1));
  typed.fill(0);
  const half = await publicHalf(key);
  const id = await idOf(found[1], half);
  const hex = [...id].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!keys.includes(`${found[1]}+${hex}+${base64([1], half)}`)) return { wrong: "notRegistered" };
  const lines = [];
  for (const text of texts) {
    const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", key, new TextEncoder().encode(text)));
    lines.push(`— ${found[1]} ${base64(id, signature)}`);
  }
  return { lines: lines.join("\n") };
}

async function canSign() {
  try {
    await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    return true;
  } catch {
    return false; // no Ed25519, or no secure origin
  }
}

// A private key pasted by mistake is not sent.
function keepKeysHere(place, field, told) {
  field.form.addEventListener("submit", (event) => {
    if (!field.value.includes("PRIVATE+KEY")) return;
    event.preventDefault();
    field.value = "";
    told.className = "wrong";
    told.textContent = place.dataset.pasted;
    told.scrollIntoView({ block: "center" });
  });
}

async function begin(place) {
  const told = place.querySelector("[data-told]");
  const field = document.getElementById("id_signature");
  keepKeysHere(place, field, told);
  if (!(await canSign())) {
    told.textContent = place.dataset.noSubtle;
    return;
  }
  const chooser = place.querySelector("#signing-key");
  const texts = [...place.querySelectorAll("[data-text]")].map((shown) => shown.textContent);
  place.querySelector("[data-in-browser]").hidden = false;
  place.querySelector("[data-by-hand]").open = false;
  chooser.addEventListener("change", async () => {
    const file = chooser.files[0];
    if (!file) return;
    const done = await signed(file, texts, place.dataset.keys.split(" "));
    chooser.value = "";
    field.value = done.lines || "";
    told.textContent = place.dataset[done.wrong || "signed"];
    told.className = done.wrong ? "wrong" : "alert alert-success";
    if (!done.wrong) document.querySelector("form.door .btn-primary")?.focus();
  });
}

for (const place of document.querySelectorAll("section.signing")) begin(place);
