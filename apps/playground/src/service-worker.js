/** Keeps the page for use without a network. The build fills in the version and the names of the files. */
const version = "VERSION";
const files = ["FILES"];
const cacheName = `digit-playground ${version}`;

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(cacheName);
    await cache.addAll(
      files.map((name) => new Request(new URL(name, self.registration.scope), { cache: "reload" })),
    );
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys())
      if (name.startsWith("digit-playground ") && name !== cacheName) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

/** The two headers that let a page share memory between threads, whatever the host sends. */
function isolated(response) {
  if (response.type === "opaque" || response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

/** Files with a hash in their name never change; of the others a newer one is taken where there is a network. */
async function answer(request) {
  const cache = await caches.open(cacheName);
  const isPage = request.mode === "navigate";
  const kept = await cache.match(isPage ? new URL("./", self.registration.scope) : request, {
    ignoreSearch: isPage,
  });
  if (kept !== undefined && !isPage) return isolated(kept);
  try {
    return isolated(await fetch(request));
  } catch (error) {
    if (kept !== undefined) return isolated(kept);
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(answer(request));
});
