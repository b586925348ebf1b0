// Keeps the page of the handover and its files for when there is no network. It keeps no answer that names a person:
// only the empty page, styles and scripts; what is about people lies sealed in the browser's database.
const SHELL = "{{ shell }}";
const FILES = {{ files|safe }};
const PATIENCE = 4000; // milliseconds until a weak line counts as none
const isPage = (url) => /^\/handover\/(M-\d{4,9}\/)?$/.test(url.pathname);
const isFile = (url) => url.pathname.startsWith("{{ static }}");

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("repatria-handover-") && name !== SHELL) await caches.delete(name);
    await self.clients.claim();
    const cache = await caches.open(SHELL);
    for (const page of await self.clients.matchAll({ type: "window" })) {
      if (isPage(new URL(page.url))) await cache.add(page.url).catch(() => null);
    }
  })());
});

const kept = (request) => caches.match(request, { ignoreVary: true, ignoreSearch: true });

async function page(request) {
  const asking = fetch(request).then(async (answer) => {
    if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone());
    return answer;
  });
  const waiting = new Promise((late) => setTimeout(late, PATIENCE));
  const answer = await Promise.race([asking.catch(() => null), waiting]);
  if (answer && (answer.ok || answer.status === 404)) return answer; // a seat that was closed finds nothing here either
  return (await kept(request)) ?? answer ?? asking;
}

async function file(request) {
  const found = await kept(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && isPage(url)) event.respondWith(page(event.request));
  else if (isFile(url)) event.respondWith(file(event.request));
});
