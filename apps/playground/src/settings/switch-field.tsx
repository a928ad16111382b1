import { change, settingsOf } from "../state/settings.js";
import type { Slot } from "../worker/run-settings.js";

interface SwitchFieldProps {
  readonly slot: Slot;
  readonly name: "augment" | "rawPixels";
  readonly label: string;
}

/** Something that is on or off. */
export function SwitchField({ slot, name, label }: SwitchFieldProps) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        checked={settingsOf(slot).value[name]}
        onChange={({ currentTarget }) => change(slot, { [name]: currentTarget.checked })}
      />
      {label}
    </label>
  );
}
