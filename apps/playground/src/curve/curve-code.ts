import type { CurveRequest } from "../worker/protocol.js";
import { timeCentre, timeSpread, toScaled } from "./time-scale.js";

/** The command that does the same; null where there is none, as for points of one's own. */
export function curveCommand({
  steps,
  lr,
  seed,
  speed,
  start,
  momentum,
  scaled,
}: CurveRequest): string | null {
  if (speed !== null || start !== null || momentum > 0 || scaled) return null;
  return `mnist train curve --epochs ${steps} --lr ${lr} --seed ${seed}`;
}

/** The program that does the same. */
export function curveProgram({ steps, lr, seed, speed, start, momentum, scaled }: CurveRequest): string {
  const time = scaled ? `time.sub(${timeCentre}).div(${timeSpread})` : "time";
  const own = start === null ? null : scaled ? toScaled(start) : start;
  const begin =
    own !== null
      ? `tensor([${own.join(", ")}])`
      : scaled
        ? "scaled(await randn([3]).mul(20).array())"
        : "randn([3]).mul(20)";
  return [
    'import { noGrad } from "@mnist/autograd";',
    `import { arange, manualSeed, randn${own !== null || speed !== null || scaled ? ", tensor" : ""} } from "@mnist/tensor";`,
    "",
    `manualSeed(${seed});`,
    "const time = arange(0, 20).float();",
    speed === null
      ? "const speed = time.sub(10).pow(2).add(randn([20]).mul(3));"
      : `const speed = tensor([${speed.map((value) => Number(value.toPrecision(7))).join(", ")}]);`,
    ...(own === null && scaled
      ? [
          `const [centre, spread] = [${timeCentre}, ${timeSpread}];`,
          "const scaled = ([a, b, c]: number[]) =>",
          "  tensor([a * spread ** 2, (2 * a * centre + b) * spread, a * centre ** 2 + b * centre + c]);",
        ]
      : []),
    `const across = ${time};`,
    `const dials = (${begin}).requiresGrad_();`,
    ...(momentum > 0 ? ["let velocity = dials.detach().mul(0);"] : []),
    `for (let step = 0; step < ${steps}; step++) {`,
    "  const [a, b, c] = dials;",
    "  const curve = a.mul(across.pow(2)).add(b.mul(across)).add(c);",
    "  speed.sub(curve).pow(2).mean().backward();",
    ...(momentum > 0
      ? [
          `  noGrad(() => {`,
          `    velocity = velocity.mul(${momentum}).add(dials.grad!);`,
          `    dials.sub_(velocity.mul(${lr}));`,
          "  });",
        ]
      : [`  noGrad(() => dials.sub_(dials.grad!.mul(${lr})));`]),
    "  dials.grad = null;",
    "}",
    "console.log(String(dials));",
  ].join("\n");
}
