import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import "../styles/pocket.css";
import { clear, isBlank } from "../draw/drawing.js";
import { Pad } from "../draw/pad.js";
import { answerWords, readingHere } from "../read/answer.js";

/** A small pad and its answer at the foot of the window, while the pad itself is above it. */
export function Pocket({ pad }: { readonly pad: RefObject<HTMLElement | null> }) {
  const isNeeded = useSignal(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      if (entry !== undefined) isNeeded.value = !entry.isIntersecting && entry.boundingClientRect.top < 0;
    });
    if (pad.current !== null) observer.observe(pad.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    document.documentElement.classList.toggle("with-pocket", isNeeded.value);
    return () => document.documentElement.classList.remove("with-pocket");
  }, [isNeeded.value]);
  if (!isNeeded.value) return null;
  return (
    <aside class="pocket" aria-label="Pad and answer">
      <Pad isSmall />
      <b class="pocket-digit">{readingHere()?.reading.digit ?? "–"}</b>
      <p class="pocket-words">{answerWords()}</p>
      <button type="button" class="quiet" disabled={isBlank.value} onClick={clear}>
        Clear
      </button>
    </aside>
  );
}
