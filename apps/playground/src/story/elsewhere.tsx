import { useSignal } from "@preact/signals";

function Copy({ children, text }: { readonly children: string; readonly text: () => string }) {
  const state = useSignal<"ready" | "copied" | "failed">("ready");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text());
      state.value = "copied";
    } catch {
      state.value = "failed";
    }
    setTimeout(() => {
      state.value = "ready";
    }, 4000);
  };
  const words = { ready: children, copied: "Copied", failed: "Select it and copy it yourself" }[state.value];
  return (
    <button type="button" class="copy" onClick={() => void copy()}>
      <span aria-live="polite">{words}</span>
    </button>
  );
}

interface ElsewhereProps {
  /** Null where no command does the same. */
  readonly command: string | null;
  readonly program: string;
  readonly open?: boolean;
}

/** The same run in a terminal and as a program, and a link to these settings. */
export function Elsewhere({ command, program, open = false }: ElsewhereProps) {
  return (
    <details open={open}>
      <summary>The same numbers elsewhere</summary>
      <div class="door elsewhere">
        {command === null ? (
          <p class="quiet-text">No command sets all of this; the program does.</p>
        ) : (
          <>
            <pre class="command">
              <code>{command}</code>
            </pre>
            <div class="tools">
              <Copy text={() => command}>Copy command</Copy>
              <Copy text={() => location.href}>Copy link</Copy>
            </div>
          </>
        )}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be in reach of the keyboard */}
        <section class="program" tabIndex={0} aria-label="Program">
          <pre class="command">
            <code>{program}</code>
          </pre>
        </section>
        <div class="tools">
          <Copy text={() => program}>Copy program</Copy>
          {command === null && <Copy text={() => location.href}>Copy link</Copy>}
        </div>
      </div>
    </details>
  );
}
