/** The fields that have a value: an absent optional field is left out, not `undefined`. */
export function defined<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return withDefined({} as T, fields as Optional<T>);
}

type Optional<T> = { [K in keyof T]?: T[K] | undefined };

/** Adds the fields that have a value, which costs more than to write those down that always have one. */
export function withDefined<T extends object>(target: T, fields: Optional<T>): T {
  for (const key in fields) {
    const value = fields[key];
    if (value !== undefined) target[key] = value as T[typeof key];
  }
  return target;
}
