interface ChoiceFieldProps<Value extends string> {
  readonly id: string;
  readonly label: string;
  readonly value: Value;
  /** What can be chosen, with the words for it. */
  readonly options: readonly (readonly [value: Value, words: string, disabled?: boolean])[];
  onChange(value: Value): void;
}

/** One of a few words to choose. */
export function ChoiceField<Value extends string>({
  id,
  label,
  value,
  options,
  onChange,
}: ChoiceFieldProps<Value>) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options.find(([each]) => each === currentTarget.value);
          if (chosen !== undefined) onChange(chosen[0]);
        }}
      >
        {options.map(([each, words, disabled = false]) => (
          <option key={each} value={each} disabled={disabled}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
