import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { acceptDrops } from "./files/drop.js";
import { FirstScreen } from "./first/first-screen.js";
import { type PlaceName, place } from "./state/route.js";
import { Later } from "./story/later.js";
import { Masthead } from "./story/masthead.js";
import { Notices } from "./story/notices.js";

/** The chapters come when they are asked for; the first screen is there at once. */
const later: Readonly<
  Record<Exclude<PlaceName, "start">, () => Promise<{ readonly View: () => preact.JSX.Element }>>
> = {
  curve: () => import("./curve/curve-view.js"),
  "threes-sevens": () => import("./chapters/threes-sevens.js"),
  "digits-scalar": () => import("./chapters/digits-scalar.js"),
  digits: () => import("./chapters/digits.js"),
  "digits-conv": () => import("./chapters/digits-conv.js"),
  hand: () => import("./hand/hand-view.js"),
  data: () => import("./files/data-view.js"),
  workbench: () => import("./workbench/workbench.js"),
};

export function App() {
  const isOver = useSignal(false);
  useEffect(
    () =>
      acceptDrops((over) => {
        isOver.value = over;
      }),
    [],
  );
  const { name, title } = place.value;
  useEffect(() => {
    document.title = name === "start" ? "Digit playground" : `${title} · Digit playground`;
  }, [name]);
  return (
    <div class={isOver.value ? "page page-over" : "page"}>
      <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
        Skip to the content
      </button>
      <Masthead />
      <Notices />
      <main id="main" tabIndex={-1}>
        {name === "start" ? <FirstScreen /> : <Later key={name} load={later[name]} />}
      </main>
    </div>
  );
}
