import type { ComponentChildren } from "preact";
import "../styles/chapters.css";
import { linkTo, type PlaceName, place, places } from "../state/route.js";

interface ChapterProps {
  readonly title: string;
  /** Two sentences. */
  readonly lead: ComponentChildren;
  readonly attempt: ComponentChildren;
  readonly notice: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Where the path goes on. */
function next(): { readonly name: PlaceName; readonly title: string } | null {
  const index = places.findIndex(({ name }) => name === place.value.name);
  return places[index + 1] ?? null;
}

/** A chapter: what it is about, one thing to do, one to notice, and the way on. */
export function Chapter({ title, lead, attempt, notice, children }: ChapterProps) {
  const { number } = { number: undefined, ...place.value };
  const onwards = next();
  return (
    <article class="chapter">
      <header class="chapter-head">
        {number !== undefined && <p class="eyebrow">Chapter {number} of 5</p>}
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
        <dl class="cues">
          <div>
            <dt>Try</dt>
            <dd>{attempt}</dd>
          </div>
          <div>
            <dt>Notice</dt>
            <dd>{notice}</dd>
          </div>
        </dl>
      </header>
      {children}
      {onwards !== null && (
        <footer class="chapter-foot">
          <a class="next" href={linkTo(onwards.name)}>
            <span>Next</span>
            {onwards.title} <span aria-hidden="true">→</span>
          </a>
        </footer>
      )}
    </article>
  );
}
