import type { Point } from "./jobs/scaling.js";

const [width, height] = [320, 200];
const [left, bottom, top, right] = [48, 40, 28, 28];

/** Two plots of milliseconds side by side as one SVG, each with the line through the origin that fits its points best. */
export function plotScaling(byWidth: readonly Point[], byCount: readonly Point[]): string {
  const plots = [
    panel(byWidth, "hidden units (60,000 pictures)"),
    `<g transform="translate(${width} 0)">${panel(byCount, "pictures (100 hidden units)")}</g>`,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width * 2} ${height}" font-family="sans-serif" font-size="10">
<title>Milliseconds an epoch of digits takes, by hidden units and by pictures</title>
<rect width="100%" height="100%" fill="white"/>
${plots.join("\n")}
</svg>
`;
}

function panel(points: readonly Point[], label: string): string {
  const [mostX, mostY] = [Math.max(...points.map(({ x }) => x)), Math.max(...points.map(({ y }) => y))];
  const x = (value: number) => (left + (value / mostX) * (width - left - right)).toFixed(1);
  const y = (value: number) =>
    (height - bottom - (value / (mostY * 1.1)) * (height - top - bottom)).toFixed(1);
  const slope =
    points.reduce((sum, each) => sum + each.x * each.y, 0) /
    points.reduce((sum, each) => sum + each.x ** 2, 0);
  const dots = points.map(
    (each) =>
      `<circle cx="${x(each.x)}" cy="${y(each.y)}" r="3.5" fill="#2563eb"/>` +
      `<text x="${x(each.x)}" y="${Number(y(each.y)) - 8}" text-anchor="middle">${each.y.toFixed(0)}</text>` +
      `<text x="${x(each.x)}" y="${height - bottom + 14}" text-anchor="middle">${each.x.toLocaleString("en")}</text>`,
  );
  return [
    `<line x1="${left}" y1="${y(0)}" x2="${width - right}" y2="${y(0)}" stroke="#555"/>`,
    `<line x1="${left}" y1="${y(0)}" x2="${left}" y2="${top}" stroke="#555"/>`,
    `<line x1="${x(0)}" y1="${y(0)}" x2="${x(mostX)}" y2="${y(slope * mostX)}" stroke="#94a3b8" stroke-dasharray="4 3"/>`,
    ...dots,
    `<text x="${(width + left) / 2}" y="${height - 8}" text-anchor="middle">${label}</text>`,
    `<text x="${left - 8}" y="${top - 10}">ms an epoch</text>`,
  ].join("\n");
}
