import { describe, expect, it } from "vitest";
import { strokes } from "../../strokes/strokes.js";
import { decodePng } from "../png/decode-png.js";
import { showBatch } from "./batch.js";
import { colorOf, isDark, toHex } from "./color-map.js";
import { gradientTable } from "./gradient-table.js";
import { toSvg } from "./svg.js";
import { showImage } from "./terminal.js";
import { toPng } from "./to-png.js";

const escapeCode = "\u001b";
const size = { width: 3, height: 3 };
const pixels = Uint8Array.of(0, 255, 255, 0, 128, 0, 255, 0, 0);
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colours begin with one
const plain = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, "");

describe("showImage", () => {
  it("paints two rows a line in 24-bit colour and names a colour where it changes", () => {
    const black = (layer: number) => `${escapeCode}[${layer};2;0;0;0m`;
    expect(showImage(pixels, { ...size, colors: "truecolor" })).toBe(
      `${black(38)}${black(48)}▀${escapeCode}[38;2;255;255;255m${escapeCode}[48;2;128;128;128m▀${black(48)}▀${escapeCode}[0m\n` +
        `${escapeCode}[38;2;255;255;255m${black(48)}▀${black(38)}▀▀${escapeCode}[0m`,
    );
  });

  it("paints in 256 colours with the grays", () => {
    expect(showImage(pixels, { ...size, colors: "256" }).split("\n")[0]).toBe(
      `${escapeCode}[38;5;232m${escapeCode}[48;5;232m▀${escapeCode}[38;5;255m${escapeCode}[48;5;244m▀${escapeCode}[48;5;232m▀${escapeCode}[0m`,
    );
  });

  it("falls back on characters", () => {
    expect(showImage(pixels, { ...size, colors: "ascii" })).toBe(" #+\n+");
  });

  it("takes pixels of 0..1, and what isn't a number for paper", () => {
    const unit = [0, 1, 1, 0, Number.NaN, 0, 7, -3, 0];
    expect(showImage(unit, { ...size, maximum: 1, colors: "ascii" })).toBe(" ++\n+");
  });

  it("scales a picture down to the columns there are", () => {
    const ramp = Float32Array.from({ length: 8 * 4 }, (_, place) => (place % 8 < 4 ? 255 : 0));
    expect(showImage(ramp, { width: 8, height: 4, columns: 4, colors: "ascii" })).toBe("@%.");
    expect(showImage(ramp, { width: 8, height: 4, columns: 80, colors: "ascii" })).toBe("@@@@\n@@@@");
  });

  it("refuses pixels that don't fill the size", () => {
    expect(() => showImage(pixels, { width: 2, height: 3 })).toThrow(
      "showImage: got 9 pixels for 2×3; expected width × height pixels",
    );
  });
});

describe("showBatch", () => {
  const batch = {
    images: [...pixels, ...pixels, ...pixels],
    labels: [0, 1, 1],
    ...size,
    classes: ["a", "b"],
  };

  it("lays pictures out in rows under their classes", () => {
    expect(showBatch(batch, { columns: 2, colors: "ascii" })).toBe(
      [" a    b", " #+   #+", "+    +", "", " b", " #+", "+"].join("\n"),
    );
  });

  it("shows a wrong prediction beside the class", () => {
    const set = strokes({ count: 3, seed: 1 });
    const predictions = set.labels.map((label, i) => (i === 1 ? (label + 1) % 10 : label));
    const [titles] = plain(showBatch(set, { predictions, colors: "256" })).split("\n");
    expect(titles!.trim().split(/\s{2,}/)).toEqual([
      `${set.labels[0]}`,
      `${set.labels[1]} → ${predictions[1]}`,
      `${set.labels[2]}`,
    ]);
  });

  it("keeps every line as wide as its pictures", () => {
    const lines = plain(showBatch(strokes({ count: 5, seed: 1 }), { columns: 3, colors: "256" })).split("\n");
    expect(lines.filter((line) => line.startsWith("▀")).map((line) => line.length)).toEqual([
      ...new Array<number>(14).fill(88),
      ...new Array<number>(14).fill(58),
    ]);
  });

  it("refuses pixels that don't fit the labels", () => {
    expect(() => showBatch({ ...batch, labels: [0] })).toThrow("showBatch: got 27 pixels, 1 labels of 3×3");
    expect(() => showBatch(batch, { columns: 0 })).toThrow("0 columns; expected");
  });
});

describe("gradientTable", () => {
  it("writes the numbers on viridis, light text on dark ground", () => {
    const html = gradientTable(pixels, size);
    expect(html).toContain('<td style="background:#440154;color:#f1f1f1">0</td>');
    expect(html).toContain('<td style="background:#fde725;color:#000000">255</td>');
    expect(html.match(/<td/g)).toHaveLength(9);
    expect(html.match(/<th /g)).toHaveLength(6);
  });

  it("writes fractions with two digits, and grays as the notes do", () => {
    const html = gradientTable([0, 0.5, 1, 0.125], { width: 2, height: 2, maximum: 1, colors: "greys" });
    expect(html).toContain('<td style="background:#808080;color:#f1f1f1">0.50</td>');
    expect(html).toContain('<td style="background:#000000;color:#f1f1f1">1.00</td>');
  });
});

describe("toSvg", () => {
  it("draws runs of equal pixels as one rectangle and escapes the title", () => {
    const svg = toSvg(pixels, { ...size, scale: 4, title: "a < b & c" });
    expect(svg).toContain('viewBox="0 0 3 3" width="12" height="12"');
    expect(svg).toContain("<title>a &lt; b &amp; c</title>");
    expect(svg).toContain('<rect x="1" y="0" width="2" height="1" fill="#ffffff"/>');
    expect(svg).toContain('<rect x="1" y="1" width="1" height="1" fill="#808080"/>');
    expect(svg.match(/<rect/g)).toHaveLength(4);
  });
});

describe("toPng", () => {
  it("draws each pixel as a square, in gray or in colours", () => {
    const gray = decodePng(toPng(pixels, { ...size, scale: 2 }));
    expect([gray.width, gray.height, gray.channels]).toEqual([6, 6, 1]);
    expect([...gray.data.subarray(0, 6)]).toEqual([0, 0, 255, 255, 255, 255]);
    expect([...gray.data.subarray(12, 18)]).toEqual([0, 0, 128, 128, 0, 0]);
    const colored = decodePng(toPng(pixels, { ...size, scale: 1, colors: "viridis" }));
    expect([...colored.data.subarray(0, 6)]).toEqual([0x44, 0x01, 0x54, 0xfd, 0xe7, 0x25]);
    expect(() => toPng(pixels, { ...size, scale: 0.5 })).toThrow("toPng: got scale 0.5");
  });
});

describe("colorOf", () => {
  it("passes through viridis' known colours", () => {
    expect(toHex(colorOf("viridis", 0))).toBe("#440154");
    expect(toHex(colorOf("viridis", 1 / 3))).toBe("#31688e");
    expect(toHex(colorOf("viridis", 1))).toBe("#fde725");
    expect(isDark(colorOf("viridis", 0.2))).toBe(true);
    expect(isDark(colorOf("viridis", 0.95))).toBe(false);
  });
});
