import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { demonstrate } from "../draw/demonstration.js";
import { Pad } from "../draw/pad.js";
import { PadTools } from "../draw/pad-tools.js";
import { Answer } from "../read/answer.js";
import { Pocket } from "./pocket.js";

interface BenchProps {
  readonly children: ComponentChildren;
  readonly below?: ComponentChildren;
  /** Leave the pad clear, for the person's own hand. */
  readonly clear?: boolean;
}

/** The pad and its answer at the side, and what the chapter shows beside it. */
export function Bench({ children, below, clear = false }: BenchProps) {
  const pad = useRef<HTMLElement>(null);
  useEffect(() => (clear ? undefined : demonstrate({ rounds: 0 })), []);
  return (
    <div class="bench">
      <div class="bench-hand">
        <section class="draw" aria-label="Drawing" ref={pad}>
          <Pad />
          <PadTools />
        </section>
        <Answer />
        {below}
      </div>
      <div class="bench-network">{children}</div>
      <Pocket pad={pad} />
    </div>
  );
}
