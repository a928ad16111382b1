import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { encode } from "jpeg-js";
import { describe, expect, it, onTestFinished } from "vitest";
import { decodePicture as inPages } from "../browser.js";
import { decodePicture } from "../images/decode-picture.js";
import { decodePng } from "../images/png/decode-png.js";
import { encodePng } from "../images/png/encode-png.js";
import { readImage as readInBrowser } from "../images/read-image-browser.js";
import { decodePicture as inNode } from "../index.js";
import { dataErrorOf, expectBytes } from "../testing/expect-error.js";
import { pngChunk } from "../testing/make-png.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { readImage } from "./read-image.js";

const colors = encodePng({ width: 3, height: 2, channels: 3, data: Uint8Array.from(Array(18).keys()) });

describe("decodePicture", () => {
  it("is one in Node and in a page", () => {
    expect(inNode).toBe(inPages);
  });

  it("reads a PNG whose text alone is damaged, and refuses one whose pixels are", () => {
    const text = pngChunk("tEXt", new TextEncoder().encode("Comment\0drawn by hand"));
    text[text.length - 1]! ^= 1;
    const head = 8 + 25; // the signature and IHDR
    const noted = Uint8Array.from([...colors.subarray(0, head), ...text, ...colors.subarray(head)]);
    for (const decode of [decodePicture, decodePng]) {
      expectBytes(decode(noted).data, decodePng(colors).data);
      const damaged = colors.slice();
      damaged[head + 12]! ^= 1;
      expect(dataErrorOf(() => decode(damaged, "a.png")).message).toContain(
        'a "IDAT" chunk whose check value is wrong',
      );
    }
  });

  it.each([
    [
      "text mode",
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0a, 0x1a, 0x0a, 0),
      "got a PNG whose line ends were changed on its way",
    ],
    ["WebP", new TextEncoder().encode("RIFF\u0001\u0002\u0003\u0004WEBPVP8 "), "got a WebP picture"],
    ["HEIC", new TextEncoder().encode("\0\0\0\u0018ftypheic"), "got a HEIC picture, as phones take"],
    [
      "SVG",
      new TextEncoder().encode('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
      "got an SVG drawing",
    ],
    ["nothing", new Uint8Array(0), "got an empty file"],
    [
      "PyTorch",
      new TextEncoder().encode("PK\u0003\u0004 archive/data.pkl"),
      "got a PyTorch checkpoint (zip)",
    ],
  ])("names what is no picture: %s", (_kind, bytes, says) => {
    for (const decode of [decodePicture, decodePng]) {
      const { message } = dataErrorOf(() => decode(bytes, "a.png"));
      expect(message).toContain(`a.png: ${says}; expected a PNG or a JPEG picture.`);
    }
  });

  it("names Apple's own PNGs", () => {
    const apple = Uint8Array.from([
      ...colors.subarray(0, 8),
      ...pngChunk("CgBI", Uint8Array.of(0x50, 0, 0x20, 2)),
      ...colors.subarray(8),
    ]);
    expect(dataErrorOf(() => decodePicture(apple, "a.png")).message).toContain(
      "got a PNG of Apple's own kind (CgBI)",
    );
  });
});

describe("readImage", () => {
  it("takes a path, a file's address, a web address and bytes", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "a.png");
    writeFileSync(path, colors);
    const server = createServer((request, response) => {
      if (request.url === "/a.png") response.end(colors);
      else response.writeHead(404).end();
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.png`;
    for (const source of [path, pathToFileURL(path), address, new URL(address), colors]) {
      const image = await readImage(source);
      expect([image.dtype, image.shape]).toEqual(["uint8", [3, 2, 3]]);
      expect(image.arraySync()).toEqual([
        [
          [0, 3, 6],
          [9, 12, 15],
        ],
        [
          [1, 4, 7],
          [10, 13, 16],
        ],
        [
          [2, 5, 8],
          [11, 14, 17],
        ],
      ]);
    }
    expect((await readInBrowser(address)).arraySync()).toEqual((await readImage(path)).arraySync());
    await expect(readImage(address.replace("a.png", "b.png"))).rejects.toThrow(
      "got the answer 404 Not Found",
    );
    await expect(readImage(join(folder, "none.png"))).rejects.toThrow("got nothing there");
    await expect(readImage(folder)).rejects.toThrow(folder);
  });

  it("reads a photograph", async () => {
    const data = new Uint8Array(16 * 8 * 4).fill(90);
    const image = await readImage(Uint8Array.from(encode({ width: 16, height: 8, data }, 90).data));
    expect(image.shape).toEqual([3, 8, 16]);
  });
});
