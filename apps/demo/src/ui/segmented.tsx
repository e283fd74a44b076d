interface SegmentedProps<T extends string> {
  /** Names the choice for those who do not see where it stands. */
  label: string;
  /** Tells the choice from others on the page. */
  name: string;
  value: T;
  options: readonly (readonly [value: T, label: string])[];
  onChange(value: T): void;
}

/** A choice of very few, all of them in sight. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const { label, name, value, options, onChange } = props;
  return (
    <fieldset class="segmented">
      <legend class="visually-hidden">{label}</legend>
      {options.map(([option, text]) => (
        <label key={option}>
          <input
            type="radio"
            name={name}
            checked={value === option}
            onChange={() => onChange(option)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
