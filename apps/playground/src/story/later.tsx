import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

interface LaterProps {
  load(): Promise<{ readonly View: ComponentType }>;
}

/** A part of the page that is fetched when it is shown. */
export function Later({ load }: LaterProps) {
  const view = useSignal<{ readonly View: ComponentType } | null>(null);
  const problem = useSignal(false);
  const fetchView = (): void => {
    problem.value = false;
    load().then(
      (found) => {
        view.value = found;
      },
      () => {
        problem.value = true;
      },
    );
  };
  useEffect(fetchView, []);
  if (problem.value) {
    return (
      <p class="later" role="alert">
        This part of the page could not be fetched.{" "}
        <button type="button" onClick={() => location.reload()}>
          Reload the page
        </button>
      </p>
    );
  }
  return view.value === null ? <div class="later" /> : <view.value.View />;
}
