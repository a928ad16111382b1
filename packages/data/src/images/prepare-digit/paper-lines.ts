import {
  cutOut,
  type InkPicture,
  inkBounds,
  inkLevel,
  inkPicture,
  type Rectangle,
  transpose,
} from "./ink-picture.js";
import { findPieces, keepPieces } from "./pieces.js";

/** Lines run along the rows, give or take this slope: 15°. */
const steepest = 0.27;
/** How much of its way across a line has to be ink, and how much of its edges. */
const [leastCover, leastEdge] = [0.72, 0.4];
/** Less of a way than this share of the picture's width is only a corner. */
const leastWay = 0.6;
/** The widest line, as a share of the picture's longer side. */
const widestLine = 0.06;
/** How far a line goes on beyond the digit, as a share of the way across: where it ends at the picture's border, or within. */
const [beyondAtBorder, beyondWithin] = [0.03, 0.15];
/** and at least so many times its width, since a digit's own strokes meet at their ends. */
const beyondWidths = 2.5;
/** The least digit that is left between lines, as a share of the picture's longer side. */
const leastDigit = 0.15;

/** Parallel lines: y − slope · x lies between `from` and `to`. */
interface Strips {
  readonly slope: number;
  readonly strips: readonly { readonly from: number; readonly to: number }[];
}

/** Ink that follows upon ink in the columns of a picture, three numbers for each: x, and rows `from` up to, not including, `to`. */
interface InkRuns {
  readonly width: number;
  readonly height: number;
  readonly runs: readonly number[];
}

/** The runs along the columns, or with `isTurned` those along the rows, which are the turned picture's columns. */
function inkRuns(picture: InkPicture, isTurned: boolean): InkRuns {
  const { data } = picture;
  const [width, height] = isTurned ? [picture.height, picture.width] : [picture.width, picture.height];
  const [across, down] = isTurned ? [picture.width, 1] : [1, picture.width];
  const runs: number[] = [];
  for (let x = 0; x < width; x++) {
    for (let y = 0, at = x * across; y < height; y++, at += down) {
      if (data[at]! <= inkLevel) continue;
      const from = y;
      for (; y < height && data[at]! > inkLevel; y++) at += down;
      runs.push(x, from, y);
    }
  }
  return { width, height, runs };
}

/** In how many columns the line start + slope · x is within the picture. */
function columnsWithin({ width, height }: InkRuns, start: number, slope: number): number {
  if (slope === 0) return width;
  const enters = -start / slope;
  const leaves = (height - 1 - start) / slope;
  const within = Math.min(width, Math.max(0, leaves)) - Math.min(width, Math.max(0, enters));
  return slope > 0 ? within : -within;
}

/** For each whole number y − slope · x, counted from `first`, the share of its way across the picture that is ink. */
interface Cover {
  readonly slope: number;
  readonly first: number;
  readonly shares: Float32Array;
  /** How much lines stand out: Σ share⁴. */
  readonly sharpness: number;
}

function coverAt(ink: InkRuns, slope: number): Cover {
  const { width, height, runs } = ink;
  const reach = Math.ceil(Math.abs(slope) * width);
  const shares = new Float32Array(height + 2 * reach);
  const changes = new Int32Array(shares.length + 1); // of the number of inked pixels, from one bin to the next
  for (let run = 0; run < runs.length; run += 3) {
    const shift = reach - Math.round(slope * runs[run]!);
    changes[runs[run + 1]! + shift]!++;
    changes[runs[run + 2]! + shift]!--;
  }
  let sharpness = 0;
  for (let bin = 0, inked = 0; bin < shares.length; bin++) {
    inked += changes[bin]!;
    if (inked === 0) continue;
    const across = columnsWithin(ink, bin - reach, slope);
    const share = across < leastWay * width ? 0 : Math.min(1, inked / across);
    shares[bin] = share;
    sharpness += share * share * (share * share);
  }
  return { slope, first: -reach, shares, sharpness };
}

/** The slope along which lines stand out most: in steps that part the ends of a line by two pixels, then in finer ones. */
function sharpestCover(ink: InkRuns): Cover {
  let best = coverAt(ink, 0);
  const take = (slope: number) => {
    const cover = coverAt(ink, slope);
    if (cover.sharpness > best.sharpness) best = cover;
  };
  const step = Math.min(0.02, 2 / ink.width);
  for (let slope = -steepest; slope <= steepest; slope += step) take(slope);
  const coarse = best.slope;
  for (let part = -4; part <= 4; part++) take(coarse + (part * step) / 5);
  return best;
}

/** The lines that cross a picture with such ink along its rows; null where there are none. */
function findStrips(ink: InkRuns): Strips | null {
  const { slope, first, shares } = sharpestCover(ink);
  const strips: { from: number; to: number }[] = [];
  const widest = Math.max(2, widestLine * Math.max(ink.width, ink.height));
  for (let bin = 0; bin < shares.length; bin++) {
    if (shares[bin]! < leastEdge) continue;
    let end = bin;
    while (end + 1 < shares.length && shares[end + 1]! >= leastEdge) end++;
    const isLine = shares.subarray(bin, end + 1).some((share) => share >= leastCover);
    if (isLine && end - bin + 1 <= widest) strips.push({ from: first + bin - 1, to: first + end + 1 });
    bin = end;
  }
  return strips.length > 0 ? { slope, strips } : null;
}

/** Marks the pixels of the lines. */
function markStrips({ width, height }: InkPicture, { slope, strips }: Strips): Uint8Array {
  const marked = new Uint8Array(width * height);
  for (const { from, to } of strips) {
    for (let x = 0; x < width; x++) {
      const shift = Math.round(slope * x);
      for (let y = Math.max(0, from + shift); y <= Math.min(height - 1, to + shift); y++)
        marked[y * width + x] = 1;
    }
  }
  return marked;
}

/** Wipes what is marked, but for where ink goes on to both sides of a line: there a stroke crosses it. */
function wipe(picture: InkPicture, lines: Strips, marked: Uint8Array, wiped: InkPicture): void {
  const { width, height, data } = picture;
  const isInk = (x: number, y: number) =>
    x >= 0 && x < width && y >= 0 && y < height && data[y * width + x]! > inkLevel && !marked[y * width + x];
  for (const { from, to } of lines.strips) {
    const slant = Math.ceil((to - from) / 2);
    const goesOn = (x: number, y: number) => {
      for (let aside = -slant; aside <= slant; aside++) if (isInk(x + aside, y)) return true;
      return false;
    };
    for (let x = 0; x < width; x++) {
      const shift = Math.round(lines.slope * x);
      if (goesOn(x, from + shift - 1) && goesOn(x, to + shift + 1)) continue;
      for (let y = Math.max(0, from + shift); y <= Math.min(height - 1, to + shift); y++)
        wiped.data[y * width + x] = 0;
    }
  }
}

/** Whether lines along the rows go on beyond the digit at both ends, as no stroke of its own does. */
function goBeyond(lines: Strips, digit: Rectangle, picture: InkPicture, reachesBorder: boolean): boolean {
  const widest = Math.max(...lines.strips.map(({ from, to }) => to - from - 1));
  const share = reachesBorder ? beyondAtBorder : beyondWithin;
  const least = Math.max(share * picture.width, beyondWidths * widest);
  return digit.left >= least && picture.width - 1 - digit.right >= least;
}

/** What is left once the lines are wiped. */
function withoutStrips(picture: InkPicture, rows: Strips | null, columns: Strips | null): InkPicture {
  const rest = { ...picture, data: picture.data.slice() };
  const marked = rows === null ? new Uint8Array(rest.data.length) : markStrips(picture, rows);
  const turned = transpose(picture);
  if (columns !== null) {
    const across = markStrips(turned, columns);
    for (let x = 0; x < picture.width; x++)
      for (let y = 0; y < picture.height; y++)
        marked[y * picture.width + x]! |= across[x * picture.height + y]!;
  }
  if (rows !== null) wipe(picture, rows, marked, rest);
  if (columns === null) return rest;
  const turnedMarks = Uint8Array.from(transpose({ ...picture, data: Float32Array.from(marked) }).data);
  const turnedRest = transpose(rest);
  wipe(turned, columns, turnedMarks, turnedRest);
  return transpose(turnedRest);
}

/** Two lines or more each way, the digit between them: a frame, or a cell of squared paper. */
function isAround(rows: Strips | null, columns: Strips | null): boolean {
  return (rows?.strips.length ?? 0) >= 2 && (columns?.strips.length ?? 0) >= 2;
}

/**
 * Wipes the lines of ruled and squared paper, of a table's cell or of a frame: long straight lines that go on beyond the
 * digit, or stand around it. Strokes that cross them stay. What looks like lines but is the digit's own stays too.
 */
export function wipePaperLines(ink: InkPicture): InkPicture {
  const bounds = inkBounds(ink, inkLevel);
  if (bounds === null || bounds.right - bounds.left < 8 || bounds.bottom - bounds.top < 8) return ink;
  const part = cutOut(ink, bounds);
  const rows = findStrips(inkRuns(part, false));
  const columns = findStrips(inkRuns(part, true));
  if (rows === null && columns === null) return ink;
  const digitOf = (rest: InkPicture): Rectangle | null => {
    const [main] = findPieces(rest, inkLevel);
    const side = main === undefined ? 0 : Math.max(main.right - main.left, main.bottom - main.top);
    return main !== undefined && side >= leastDigit * Math.max(part.width, part.height) ? main : null;
  };
  const turn = ({ left, top, right, bottom }: Rectangle) => ({
    left: top,
    top: left,
    right: bottom,
    bottom: right,
  });
  const accept = (along: Strips | null, across: Strips | null): InkPicture | null => {
    const rest = withoutStrips(part, along, across);
    const digit = digitOf(rest);
    if (digit === null) return null;
    const atSides = bounds.left <= 1 && bounds.right >= ink.width - 2;
    const atEnds = bounds.top <= 1 && bounds.bottom >= ink.height - 2;
    const fits =
      isAround(along, across) ||
      ((along === null || goBeyond(along, digit, part, atSides)) &&
        (across === null || goBeyond(across, turn(digit), transpose(part), atEnds)));
    return fits ? rest : null;
  };
  const oneWay = () => (rows && columns ? (accept(rows, null) ?? accept(null, columns)) : null);
  const rest = accept(rows, columns) ?? oneWay();
  if (rest === null) return ink;
  const clean = inkPicture(ink.width, ink.height);
  for (let y = 0; y < rest.height; y++)
    clean.data.set(
      rest.data.subarray(y * rest.width, (y + 1) * rest.width),
      (bounds.top + y) * ink.width + bounds.left,
    );
  return keepPieces(clean, findPieces(clean, inkLevel), []);
}
