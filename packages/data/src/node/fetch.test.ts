import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { afterEach, expect, it, onTestFinished, vi } from "vitest";
import { FileServer } from "../testing/file-server.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { downloadFile } from "./download.js";

/** A proxy that tunnels; answers its address and what it was asked for. */
async function startProxy(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on("connect", (request, socket, head) => {
    asked.push(request.url ?? "");
    const [host, port] = (request.url ?? "").split(":");
    const target = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    target.on("error", () => socket.destroy());
    socket.on("error", () => target.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
}

afterEach(() => vi.unstubAllEnvs());

it("goes through the proxy that the environment names, except where NO_PROXY says not to", async () => {
  const server = await FileServer.start({ a: Uint8Array.of(1, 2, 3) });
  onTestFinished(() => server.stop());
  const proxy = await startProxy();
  const fetchA = () => downloadFile({ name: "a", mirrors: [server.mirror] }, join(temporaryFolder(), "a"));
  vi.stubEnv("HTTP_PROXY", proxy.url);
  await fetchA();
  expect(proxy.asked).toEqual([`127.0.0.1:${server.port}`]);
  vi.stubEnv("NO_PROXY", "127.0.0.1");
  await fetchA();
  expect(proxy.asked).toHaveLength(1);
  expect(server.requests).toHaveLength(2);
});
