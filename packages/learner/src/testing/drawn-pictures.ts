import type { Picture } from "@mnist/data";
import { drawnForms, type Point } from "./drawn-forms.js";

/** How a digit is drawn and taken: kinds of pictures that people bring. */
export const pictureKinds = [
  "plain",
  "thin",
  "thick",
  "framed",
  "ruled",
  "squared",
  "turned",
  "coloured",
  "dotted",
  "photographed",
] as const;

export type PictureKind = (typeof pictureKinds)[number];

type Colour = readonly [red: number, green: number, blue: number];
type Random = () => number;

/** A stream of 0..1 that has nothing to do with the one that strokes draws from. */
export function randomFrom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A sheet of paper that lines are drawn on. */
class Sheet {
  readonly levels: Float32Array;

  constructor(
    readonly width: number,
    readonly height: number,
    paper: Colour,
  ) {
    this.levels = Float32Array.from({ length: 3 * width * height }, (_, i) => paper[i % 3]!);
  }

  /** Draws a line through the points with a round pen. */
  draw(points: readonly Point[], pen: number, ink: Colour): void {
    for (let i = 1; i < points.length; i++) this.#segment(points[i - 1]!, points[i]!, pen / 2, ink);
  }

  #segment([fromX, fromY]: Point, [toX, toY]: Point, radius: number, ink: Colour): void {
    const [alongX, alongY] = [toX - fromX, toY - fromY];
    const squared = alongX ** 2 + alongY ** 2;
    const reach = radius + 1;
    for (let y = Math.floor(Math.min(fromY, toY) - reach); y <= Math.max(fromY, toY) + reach; y++) {
      for (let x = Math.floor(Math.min(fromX, toX) - reach); x <= Math.max(fromX, toX) + reach; x++) {
        if (x < 0 || y < 0 || x >= this.width || y >= this.height) continue;
        const t = squared === 0 ? 0 : ((x - fromX) * alongX + (y - fromY) * alongY) / squared;
        const at = Math.min(1, Math.max(0, t));
        const distance = Math.hypot(x - fromX - at * alongX, y - fromY - at * alongY);
        const cover = Math.min(1, Math.max(0, radius + 0.5 - distance));
        for (let channel = 0; channel < 3; channel++) {
          const place = 3 * (y * this.width + x) + channel;
          const inked = this.levels[place]! + cover * (ink[channel]! - this.levels[place]!);
          this.levels[place] = cover > 0 ? Math.min(this.levels[place]!, inked) : this.levels[place]!;
        }
      }
    }
  }

  /** Takes it with a camera: light that falls from a side and a shadow's edge, blur, noise. */
  photograph(random: Random): void {
    const { width, height, levels } = this;
    for (let pass = 0; pass < 2; pass++) {
      for (const step of [3, 3 * width]) {
        const before = levels.slice();
        for (let i = 3 * width; i < levels.length - 3 * width; i++)
          levels[i] = (before[i - step]! + 2 * before[i]! + before[i + step]!) / 4;
      }
    }
    const [angle, fall, edge, shade] = [
      2 * Math.PI * random(),
      0.2 + 0.4 * random(),
      random(),
      0.65 + 0.35 * random(),
    ];
    for (let i = 0; i < levels.length; i++) {
      const pixel = Math.floor(i / 3);
      const [x, y] = [(pixel % width) / width - 0.5, Math.floor(pixel / width) / height - 0.5];
      const along = Math.cos(angle) * x + Math.sin(angle) * y;
      const shadow = along > edge * 0.8 - 0.4 ? shade : 1;
      const noise = 12 * (random() + random() + random() - 1.5);
      levels[i] = levels[i]! * (1 - fall * (along + 0.5)) * shadow + noise;
    }
  }

  picture(): Picture {
    const { width, height, levels } = this;
    return {
      width,
      height,
      channels: 3,
      data: Uint8Array.from(levels, (level) => Math.min(255, Math.max(0, level))),
    };
  }
}

const inks: readonly Colour[] = [
  [200, 20, 30],
  [20, 60, 200],
  [10, 130, 60],
  [240, 190, 20],
  [150, 40, 160],
  [255, 120, 0],
];

function pen(kind: PictureKind, random: Random): number {
  if (kind === "thin") return 0.015 + 0.015 * random();
  if (kind === "thick") return 0.16 + 0.06 * random();
  return 0.06 + 0.06 * random();
}

/** Where a digit's points lie: turned, slanted, of some size, somewhere on the sheet. */
function placing(kind: PictureKind, sheet: Sheet, size: number, random: Random) {
  const turn = ((kind === "turned" ? (random() < 0.5 ? -15 : 15) : 8 * (random() - 0.5)) * Math.PI) / 180;
  const [slant, wide] = [0.25 * (random() - 0.3), 0.6 + 0.25 * random()];
  const middleX = sheet.width / 2 + (random() - 0.5) * 0.3 * Math.max(0, sheet.width - 1.3 * size);
  const middleY = sheet.height / 2 + (random() - 0.5) * 0.3 * Math.max(0, sheet.height - 1.3 * size);
  return ([x, y]: Point): Point => {
    const [fromX, fromY] = [(x - 0.5) * wide - slant * (y - 0.5), y - 0.5];
    return [
      middleX + size * (Math.cos(turn) * fromX - Math.sin(turn) * fromY),
      middleY + size * (Math.sin(turn) * fromX + Math.cos(turn) * fromY),
    ];
  };
}

function drawLines(sheet: Sheet, kind: "ruled" | "squared", random: Random): void {
  const { width, height } = sheet;
  const colour: Colour = random() < 0.5 ? [150, 180, 220] : [60, 60, 60];
  const step = (0.1 + 0.12 * random()) * Math.max(width, height);
  const start = random() * step;
  const thick = 1 + 1.5 * random();
  for (let y = start; y < height; y += step)
    sheet.draw(
      [
        [0, y],
        [width, y],
      ],
      thick,
      colour,
    );
  if (kind === "ruled") return;
  for (let x = random() * step; x < width; x += step)
    sheet.draw(
      [
        [x, 0],
        [x, height],
      ],
      thick,
      colour,
    );
}

function drawFrame(sheet: Sheet, random: Random): void {
  const { width, height } = sheet;
  const inset = (random() < 0.3 ? 0 : 0.03 + 0.07 * random()) * Math.min(width, height);
  const [right, bottom] = [width - 1 - inset, height - 1 - inset];
  const corners: Point[] = [
    [inset, inset],
    [right, inset],
    [right, bottom],
    [inset, bottom],
    [inset, inset],
  ];
  sheet.draw(corners, 2 + 8 * random(), random() < 0.7 ? [20, 20, 20] : [180, 30, 30]);
}

/** A picture of a digit, of a kind, always the same for the same seed. */
export function drawPicture(digit: number, kind: PictureKind, seed: number): Picture {
  return drawForms(drawnForms[digit]!, kind, seed);
}

/** A picture of one of some forms, each the lines that a pen draws in 0..1 × 0..1. */
export function drawForms(
  forms: readonly (readonly (readonly Point[])[])[],
  kind: PictureKind,
  seed: number,
): Picture {
  const random = randomFrom(seed);
  for (let i = 0; i < 8; i++) random();
  const height = Math.round(120 + 240 * random());
  const width = Math.round(height * (0.8 + 0.6 * random()));
  const sheet = new Sheet(width, height, random() < 0.7 ? [255, 255, 255] : [250, 244, 225]);
  if (kind === "ruled" || kind === "squared") drawLines(sheet, kind, random);
  if (kind === "framed") drawFrame(sheet, random);
  const size = (kind === "framed" ? 0.5 : 0.55 + 0.2 * random()) * Math.min(width, height);
  const place = placing(kind, sheet, size, random);
  const thickness = Math.max(1.2, size * pen(kind, random));
  for (const [line, points] of forms[Math.floor(random() * forms.length)]!.entries()) {
    const ink: Colour =
      kind === "coloured" ? inks[Math.floor(random() * inks.length + line) % inks.length]! : [15, 15, 25];
    sheet.draw(points.map(place), thickness, ink);
  }
  if (kind === "dotted") {
    const corner: Point = [width * (random() < 0.5 ? 0.03 : 0.97), height * (random() < 0.5 ? 0.03 : 0.97)];
    sheet.draw([corner, corner], 1 + 0.04 * size * random(), [15, 15, 25]);
  }
  if (kind === "photographed") sheet.photograph(random);
  return sheet.picture();
}
