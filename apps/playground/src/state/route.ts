import { batch, computed, signal } from "@preact/signals";
import { keepValue, keptValue } from "./store.js";

export interface Place {
  readonly name: string;
  /** What the address ends with. */
  readonly path: string;
  readonly title: string;
  /** Of a chapter of the story. */
  readonly number?: number;
}

export const places = [
  { name: "start", path: "", title: "Start" },
  { name: "curve", path: "curve", title: "A curve", number: 1 },
  { name: "threes-sevens", path: "3-or-7", title: "3 or 7", number: 2 },
  { name: "digits-scalar", path: "one-output", title: "One output", number: 3 },
  { name: "digits", path: "ten-outputs", title: "Ten outputs", number: 4 },
  { name: "digits-conv", path: "convolutions", title: "Convolutions", number: 5 },
  { name: "hand", path: "your-hand", title: "Your hand" },
  { name: "data", path: "your-data", title: "Your data" },
  { name: "workbench", path: "workbench", title: "Workbench" },
] as const satisfies readonly Place[];

export type PlaceName = (typeof places)[number]["name"];

function parse(hash: string): { readonly path: string; readonly query: string } {
  const [, path = "", query = ""] = /^#\/?([\w-]*)(?:\?(.*))?$/.exec(hash) ?? [];
  return { path, query };
}

const address = signal(parse(location.hash));

/** Where the visitor is. */
export const place = computed<(typeof places)[number]>(
  () => places.find(({ path }) => path === address.value.path) ?? places[0],
);

/** The settings in the address. */
export const query = computed(() => address.value.query);

/** Places seen so far; the path marks them. */
export const visited = signal<ReadonlySet<PlaceName>>(new Set());

export function linkTo(name: PlaceName): string {
  return `#/${places.find((each) => each.name === name)?.path ?? ""}`;
}

/** Writes settings into the address of the place, without a step in the browser's history. */
export function noteQuery(text: string): void {
  const hash = `#/${place.peek().path}${text === "" ? "" : `?${text}`}`;
  if (location.hash === hash || (location.hash === "" && hash === "#/")) return;
  history.replaceState(null, "", hash);
  address.value = parse(hash);
}

const arrivals: (() => void)[] = [];

/** Takes settings out of an address that was entered in the open page, before the place writes its own into it. */
export function onArrival(takeQuery: () => void): void {
  arrivals.push(takeQuery);
}

addEventListener("hashchange", () => {
  const before = place.peek().name;
  batch(() => {
    address.value = parse(location.hash);
    for (const takeQuery of arrivals) takeQuery();
  });
  if (place.peek().name !== before) scrollTo({ top: 0 });
});

place.subscribe(({ name }) => {
  if (visited.peek().has(name)) return;
  visited.value = new Set([...visited.peek(), name]);
  void keepValue("visited", [...visited.peek()]);
});

void keptValue<PlaceName[]>("visited").then((names) => {
  if (names !== null) visited.value = new Set([...names, ...visited.peek()]);
});
