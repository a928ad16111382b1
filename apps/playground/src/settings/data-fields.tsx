import { givenData } from "../files/take-files.js";
import { change, settingsOf } from "../state/settings.js";
import type { Slot } from "../worker/run-settings.js";
import { ChoiceField } from "./choice-field.js";
import { NumberField } from "./number-field.js";

/** What a network learns from. */
export function DataFields({ slot }: { readonly slot: Slot }) {
  const { data } = settingsOf(slot).value;
  const source = givenData.value?.source ?? null;
  return (
    <>
      <ChoiceField
        id={`setting-${slot}-data`}
        label="Learn from"
        value={data}
        options={[
          ["strokes", "drawn digits"],
          ["files", source ?? "your files (none yet)", source === null],
        ]}
        onChange={(value) => change(slot, { data: value })}
      />
      {data === "strokes" && <NumberField slot={slot} name="pictures" />}
    </>
  );
}
