import { useEffect, useMemo, useRef } from "preact/hooks";

/** A painter that, however often it is asked, paints once in the next frame. */
export function useFrame(paint: (now: number) => void): () => void {
  const latest = useRef(paint);
  latest.current = paint;
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  return useMemo(
    () => () => {
      if (frame.current !== 0) return;
      frame.current = requestAnimationFrame((now) => {
        frame.current = 0;
        latest.current(now);
      });
    },
    [],
  );
}
