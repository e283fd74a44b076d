/** The fields that have a value: an absent optional field is left out, not `undefined`. */
export function defined<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  const present: Partial<T> = {};
  for (const key of Object.keys(fields) as (keyof T)[]) {
    if (fields[key] !== undefined) present[key] = fields[key];
  }
  return present as T;
}
