import { useSignal, useSignalEffect } from "@preact/signals";
import { complaints, enter, settingsOf } from "../state/settings.js";
import type { Slot } from "../worker/run-settings.js";
import { type NumberSetting, ranges } from "./permalink.js";

interface NumberFieldProps {
  readonly slot: Slot;
  readonly name: NumberSetting;
}

/** What each number is called, and what it does. */
const words: Readonly<Record<NumberSetting, readonly [label: string, title: string]>> = {
  epochs: ["Epochs", "How often all pictures are gone through."],
  lr: ["Learning rate", "How far each step goes."],
  batchSize: ["Batch size", "How many pictures a step looks at."],
  hidden: ["Hidden units", "How wide each hidden layer is."],
  depth: ["Hidden layers", "One to three, each as wide as the next field says."],
  seed: ["Seed", "The same seed gives the same run, number for number."],
  pictures: ["Pictures", "How many digits are drawn to learn from."],
  weightDecay: ["Weight decay", "Pulls all weights towards 0."],
  dropout: ["Dropout", "Share of hidden answers left out while learning."],
};

/** A number to set: takes what makes sense, and says what would where it doesn't. */
export function NumberField({ slot, name }: NumberFieldProps) {
  const [label, title] = words[name];
  const text = useSignal(String(settingsOf(slot).peek()[name]));
  useSignalEffect(() => {
    const value = settingsOf(slot).value[name];
    if (complaints.peek()[name] === undefined && Number(text.peek()) !== value) text.value = String(value);
  });
  const complaint = complaints.value[name];
  const id = `setting-${slot}-${name}`;
  return (
    <div class="field">
      <label for={id} title={title}>
        {label}
      </label>
      <input
        id={id}
        inputMode={ranges[name].whole ? "numeric" : "decimal"}
        autocomplete="off"
        spellcheck={false}
        value={text.value}
        aria-invalid={complaint !== undefined}
        aria-describedby={`${id}-help`}
        onInput={({ currentTarget }) => {
          text.value = currentTarget.value;
          enter(slot, name, currentTarget.value);
        }}
      />
      <span id={`${id}-help`} class={complaint === undefined ? "unseen" : "field-complaint"}>
        {complaint ?? title}
      </span>
    </div>
  );
}
