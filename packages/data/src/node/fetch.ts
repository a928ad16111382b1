import { DataError } from "@mnist/tensor";

/** The proxy that the environment asks for, in the spelling that comes first. */
function proxyInEnvironment(): boolean {
  const names = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"];
  return names.some((name) => (process.env[name] ?? "") !== "");
}

/**
 * Node's own fetch, or undici's where `HTTP_PROXY` or `HTTPS_PROXY` is set (`NO_PROXY` is heeded):
 * the fetch of Node 20 knows no proxies.
 *
 * @throws DataError where a proxy is asked for and undici, which only those need, is not installed.
 */
export async function fetchThroughProxy(
  url: string,
  options: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
): Promise<Response> {
  if (!proxyInEnvironment()) return fetch(url, options);
  const { EnvHttpProxyAgent, fetch: undiciFetch } = await loadUndici();
  const response = await undiciFetch(url, { ...options, dispatcher: new EnvHttpProxyAgent() });
  return response as unknown as Response;
}

async function loadUndici(): Promise<typeof import("undici")> {
  try {
    return await import("undici");
  } catch (error) {
    throw new DataError(
      {
        operation: "download",
        got: "a proxy in HTTP_PROXY or HTTPS_PROXY, and no package that knows proxies",
        expected: "undici beside @mnist/data",
        hint: "Try npm install undici@7.",
      },
      { cause: error },
    );
  }
}
