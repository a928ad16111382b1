import { type InkPicture, inkLevel } from "./ink-picture.js";
import { boundsOf, findPieces, gapBetween, keepPieces, type Piece, sideOf } from "./pieces.js";

/** What stands within an outline is the digit if it is at least so high, as a share of the outline. */
const leastWithin = 0.3;
/** Pieces of a digit are nearer to each other than this share of its size. */
const widestGap = 0.1;
/** What has less than this share of the heaviest piece's ink is a grain, and no part of a digit. */
const grainMass = 0.01;
/** A stray dot is smaller than this share of the digit, along a side and in ink. */
const [dotSide, dotMass] = [0.18, 0.25];

/** Whether a piece stands around another, as a frame does around a digit. */
function isAround(outer: Piece, inner: Piece): boolean {
  const within =
    outer.left < inner.left &&
    outer.right > inner.right &&
    outer.top < inner.top &&
    outer.bottom > inner.bottom;
  return within && inner.bottom - inner.top + 1 >= leastWithin * (outer.bottom - outer.top + 1);
}

/** The pieces without those that stand around another. */
function withinOutlines(pieces: readonly Piece[]): readonly Piece[] {
  const inner = pieces.filter((outer) => !pieces.some((piece) => isAround(outer, piece)));
  if (inner.length === pieces.length) return pieces;
  const digit = inner.reduce((a, b) => (sideOf(b) > sideOf(a) ? b : a));
  const around = pieces.filter((outer) => isAround(outer, digit));
  if (around.length === 0) return pieces; // the outlines are about something smaller
  const tightest = around.reduce((a, b) => (sideOf(b) < sideOf(a) ? b : a));
  return inner.filter((piece) => piece === digit || gapBetween(piece, tightest) < 0);
}

/** The pieces that belong to one digit: the heaviest, and whatever is near to those that do. */
function digitOf(pieces: readonly Piece[]): Piece[] {
  const [main, ...rest] = pieces;
  if (main === undefined) return [];
  const others = rest.filter(({ mass }) => mass >= grainMass * main.mass);
  const digit = [main];
  const gap = Math.max(1, widestGap * sideOf(main));
  for (let grown = true; grown; ) {
    grown = false;
    for (const piece of others) {
      if (digit.includes(piece) || !digit.some((each) => gapBetween(each, piece) <= gap)) continue;
      digit.push(piece);
      grown = true;
    }
  }
  return digit;
}

/**
 * Wipes what isn't the digit: an outline around it, and dots apart from it. Heavier pieces apart stay, and are doubted.
 */
export function wipeStrayInk(ink: InkPicture): InkPicture {
  const pieces = findPieces(ink, inkLevel);
  const inner = withinOutlines(pieces);
  const digit = digitOf(inner);
  const mass = digit.reduce((sum, piece) => sum + piece.mass, 0);
  const side = digit.length > 0 ? sideOf(boundsOf(digit)) : 0;
  const isDot = (piece: Piece) =>
    sideOf(piece) <= Math.max(2, dotSide * side) && piece.mass <= dotMass * mass;
  const kept = inner.filter((piece) => digit.includes(piece) || !isDot(piece));
  const others = pieces.filter((piece) => !kept.includes(piece));
  return others.length === 0 ? ink : keepPieces(ink, kept, others);
}
