import { useLayoutEffect, useRef } from "preact/hooks";
import { linkTo, type Place, place, places, visited } from "../state/route.js";

/** The page's name and the path through it. */
export function Masthead() {
  const here = place.value.name;
  const list = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    const current = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (list.current && current)
      list.current.scrollLeft = current.offsetLeft - list.current.clientWidth / 2 + current.clientWidth / 2;
  }, [here]);
  const others: readonly Place[] = places.slice(1);
  return (
    <header class="masthead">
      <a class="wordmark" href={linkTo("start")} aria-current={here === "start" ? "page" : undefined}>
        <svg viewBox="0 0 28 28" width="28" height="28" aria-hidden="true">
          <rect width="28" height="28" rx="6" />
          <path d="M9 8.5h9.5l-5.5 5.2c4 0 6 1.6 6 4.1 0 2.6-2 4.2-5 4.2-2.3 0-4-.8-5.2-2.2" />
        </svg>
        <span>Digit playground</span>
      </a>
      <nav aria-label="Chapters">
        <ol class="path" ref={list}>
          {others.map(({ name, title, number }) => (
            <li key={name} class={number === 5 ? "path-last" : ""}>
              <a
                href={linkTo(name as Parameters<typeof linkTo>[0])}
                aria-current={here === name ? "page" : undefined}
                class={visited.value.has(name as typeof here) ? "path-seen" : ""}
              >
                {number !== undefined && <span class="path-number">{number}</span>}
                {title}
              </a>
            </li>
          ))}
        </ol>
      </nav>
    </header>
  );
}
