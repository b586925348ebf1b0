// Sealing and opening, with what every browser has (WebCrypto). The code is never kept: only the key made of it lies in
// memory, where it cannot be read out, and is gone with the page.
const bytesOf = (text) => new TextEncoder().encode(text);
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

export function toBase64(buffer) {
  let text = "";
  for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
  return btoa(text);
}

const ZEROS = [0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xff10];

// The digits in what was typed or scanned, of any script, as 0 to 9; everything else is left out.
export function digitsIn(text) {
  return [...text].map((sign) => {
    const zero = ZEROS.find((first) => sign.codePointAt(0) >= first && sign.codePointAt(0) < first + 10);
    return zero === undefined ? "" : String(sign.codePointAt(0) - zero);
  }).join("");
}

export async function keyOf(code, salt, iterations) {
  const material = await crypto.subtle.importKey("raw", bytesOf(code), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function decrypt(key, nonce, sealed, label) {
  const how = { name: "AES-GCM", iv: fromBase64(nonce), additionalData: bytesOf(label) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, fromBase64(sealed))));
}

export const openPack = (key, envelope) => decrypt(key, envelope.nonce, envelope.sealed, envelope.header);
export const openKept = (key, kept, label) => decrypt(key, kept.nonce, kept.sealed, label);

export async function sealKept(key, value, label) {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv: nonce, additionalData: bytesOf(label) };
  return { nonce: toBase64(nonce), sealed: toBase64(await crypto.subtle.encrypt(how, key, bytesOf(JSON.stringify(value)))) };
}

export const sha256 = async (text) => hex(await crypto.subtle.digest("SHA-256", bytesOf(text)));

export async function hmac(secret, text) {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return hex(await crypto.subtle.sign("HMAC", key, bytesOf(text)));
}

export function randomUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = hex(bytes.buffer);
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

const SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
export const randomName = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => SIGNS[byte % 32]).join("");
