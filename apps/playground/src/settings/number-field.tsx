import { useSignal, useSignalEffect } from "@preact/signals";
import { type NumberSetting, ranges } from "./permalink.js";
import { complaints, enter, settings } from "./settings.js";

interface NumberFieldProps {
  readonly name: NumberSetting;
  readonly label: string;
  readonly title: string;
}

/** A number to set: takes what makes sense, and says what would where it doesn't. */
export function NumberField({ name, label, title }: NumberFieldProps) {
  const text = useSignal(String(settings.peek()[name]));
  useSignalEffect(() => {
    const value = settings.value[name];
    if (complaints.peek()[name] === undefined && Number(text.peek()) !== value) text.value = String(value);
  });
  const complaint = complaints.value[name];
  const id = `setting-${name}`;
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
          enter(name, currentTarget.value);
        }}
      />
      <span id={`${id}-help`} class={complaint === undefined ? "unseen" : "field-complaint"}>
        {complaint ?? title}
      </span>
    </div>
  );
}
