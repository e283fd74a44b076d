import type { ComponentChildren } from 'preact';

/** A form's field under its name. */
export function Field({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children.
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  );
}

interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [value: T, label: string])[];
  onChange(value: T): void;
}

/** A choice of few. */
export function Select<T extends string>({ label, value, options, onChange }: SelectProps<T>) {
  return (
    <Field label={label}>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value as T)}>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface TextFieldProps {
  label: string;
  value: string;
  onInput(value: string): void;
  placeholder?: string;
  type?: 'text' | 'url' | 'password';
  rows?: number;
}

/** A text of one line, or of several when `rows` is given. */
export function TextField({ label, value, onInput, rows, type = 'text', ...rest }: TextFieldProps) {
  return (
    <Field label={label}>
      {rows === undefined ? (
        <input
          {...rest}
          type={type as 'text'}
          value={value}
          autocomplete="off"
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      ) : (
        <textarea
          {...rest}
          rows={rows}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
