import type { Model } from '@ofoxai/core';
import { Field } from './field.tsx';

interface ModelPickerProps {
  label: string;
  value: string;
  models: readonly Model[];
  onChange(id: string): void;
}

/** A choice among all models, by their makers. One that is not in the list can be linked to. */
export function ModelPicker({ label, value, models, onChange }: ModelPickerProps) {
  const groups = new Map<string, string[]>();
  for (const { id } of models) {
    const maker = id.includes('/') ? id.slice(0, id.indexOf('/')) : 'others';
    const group = groups.get(maker);
    if (group) group.push(id);
    else groups.set(maker, [id]);
  }
  const isListed = models.some(({ id }) => id === value);
  return (
    <Field label={label}>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {isListed ? null : <option value={value}>{value}</option>}
        {[...groups].map(([maker, ids]) => (
          <optgroup key={maker} label={maker}>
            {ids.map((id) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </Field>
  );
}
