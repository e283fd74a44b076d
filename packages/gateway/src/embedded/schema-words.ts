import { isJsonObject, type JsonObject } from '@ofoxai/core';

/** The names in `required`, and those that `dependentRequired` asks for beside them. */
export function requiredNames(schema: JsonObject): Set<string> {
  const { required, dependentRequired } = schema;
  const names = new Set((Array.isArray(required) ? required : []).map(String));
  const dependent = isJsonObject(dependentRequired) ? dependentRequired : {};
  // A set that grows while it is walked is walked to its new end.
  for (const name of names) {
    const others = Object.hasOwn(dependent, name) ? dependent[name] : [];
    for (const other of Array.isArray(others) ? others : []) names.add(String(other));
  }
  return names;
}

/** The schema's type, in JSON Schema's or in Gemini's capitals; guessed from its other words. */
export function typeOf(schema: JsonObject): string {
  const { type } = schema;
  const types = (Array.isArray(type) ? type : [type]).filter((word) => typeof word === 'string');
  const named = types.find((word) => word.toLowerCase() !== 'null') ?? types[0];
  if (named !== undefined) return named.toLowerCase();
  if ('properties' in schema || 'required' in schema || 'additionalProperties' in schema)
    return 'object';
  if ('items' in schema || 'prefixItems' in schema) return 'array';
  if ('minimum' in schema || 'maximum' in schema || 'multipleOf' in schema) return 'number';
  return 'string';
}

/** Whether its values hold others. */
export function isNested(schema: JsonObject): boolean {
  const type = typeOf(schema);
  return type === 'object' || type === 'array' || 'anyOf' in schema || 'oneOf' in schema;
}
