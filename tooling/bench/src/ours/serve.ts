import { createInterface } from "node:readline";

export type Figures = Record<string, number>;

export interface Served {
  round(): Figures | Promise<Figures>;
  readonly about?: Record<string, string | number>;
  /** Rounds before it is warm: two unless said. */
  readonly warmUps?: number;
}

/** Warms up, then answers every line on standard input with one round's figures. */
export async function serve({ round, about = {}, warmUps = 2 }: Served): Promise<void> {
  for (let i = 0; i < warmUps; i++) await round();
  await new Promise((resolve) => setTimeout(resolve, 300)); // the optimising compilers work in the background
  console.log(JSON.stringify(about));
  for await (const _line of createInterface({ input: process.stdin }))
    console.log(JSON.stringify(await round()));
}
