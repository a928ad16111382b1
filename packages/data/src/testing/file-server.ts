import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** How the server answers one request. */
export type Answer =
  | { readonly how: "serve" }
  /** Breaks the connection off after so many bytes of the body. */
  | { readonly how: "truncate"; readonly after: number }
  /** Sends nothing more after so many bytes, and keeps the connection. */
  | { readonly how: "stall"; readonly after: number }
  /** Only this status. */
  | { readonly how: "status"; readonly status: number }
  /** Other bytes than the file's. */
  | { readonly how: "wrong"; readonly bytes: Uint8Array }
  /** The whole file, whatever range was asked for. */
  | { readonly how: "whole" }
  /** Another range than was asked for. */
  | { readonly how: "other-range" }
  /** In small pieces with pauses. */
  | { readonly how: "slow"; readonly pieceBytes: number; readonly pauseMilliseconds: number };

/** A request as it came. */
export interface SeenRequest {
  readonly path: string;
  readonly range: string | undefined;
}

/** Serves files from memory on this machine, and misbehaves as it is told to. */
export class FileServer {
  readonly requests: SeenRequest[] = [];
  /** The answers to come, by path; the last one stays. */
  readonly answers = new Map<string, Answer[]>();
  /** Changes what the file's ETag is. */
  version = 1;
  port = 0;
  private readonly server: Server;

  private constructor(private readonly files: Readonly<Record<string, Uint8Array>>) {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch(() => response.destroy());
    });
  }

  /** Starts a server of files by their names. */
  static async start(files: Readonly<Record<string, Uint8Array>>): Promise<FileServer> {
    const server = new FileServer(files);
    await new Promise<void>((resolve) => server.server.listen(0, "127.0.0.1", resolve));
    server.port = (server.server.address() as AddressInfo).port;
    return server;
  }

  /** The address that a file's name is appended to. */
  get mirror(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").slice(1);
    this.requests.push({ path, range: request.headers.range });
    const queue = this.answers.get(path) ?? [];
    const answer = (queue.length > 1 ? queue.shift() : queue[0]) ?? { how: "serve" };
    const file = this.files[path];
    if (answer.how === "status" || file === undefined) {
      response.writeHead(answer.how === "status" ? answer.status : 404).end();
      return;
    }
    const body = answer.how === "wrong" ? answer.bytes : file;
    const etag = `"${this.version}"`;
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
    const fits = request.headers["if-range"] === etag;
    if (asked === null || !fits || answer.how === "whole") {
      response.writeHead(200, { "content-length": body.length, etag, "accept-ranges": "bytes" });
      await this.send(response, body, answer);
      return;
    }
    const start = Number(asked[1]) + (answer.how === "other-range" ? 1 : 0);
    if (start >= body.length) {
      response.writeHead(416, { "content-range": `bytes */${body.length}` }).end();
      return;
    }
    const range = `bytes ${start}-${body.length - 1}/${body.length}`;
    response.writeHead(206, { "content-length": body.length - start, "content-range": range, etag });
    await this.send(response, body.subarray(start), answer);
  }

  private async send(response: ServerResponse, body: Uint8Array, answer: Answer): Promise<void> {
    const write = (bytes: Uint8Array) =>
      new Promise<void>((resolve) => response.write(bytes, () => resolve()));
    if (answer.how === "truncate" || answer.how === "stall") {
      await write(body.subarray(0, answer.after));
      await sleep(100); // or the reader may hear of the end before it has taken what came
      if (answer.how === "truncate") response.destroy();
    } else if (answer.how === "slow") {
      for (let at = 0; at < body.length && !response.destroyed; at += answer.pieceBytes) {
        await write(body.subarray(at, at + answer.pieceBytes));
        await sleep(answer.pauseMilliseconds);
      }
      response.end();
    } else response.end(body);
  }
}
