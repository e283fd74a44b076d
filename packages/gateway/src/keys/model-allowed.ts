import { OfoxError } from '@ofoxai/core';
import type { KeySettings } from './key-record.ts';

/**
 * Whether a key may use a model.
 *
 * @param model its id in the catalogue, so that no alias leads around the list.
 */
export function isModelAllowed(settings: Partial<KeySettings>, model: string): boolean {
  return settings.models?.some((pattern) => matches(pattern, model)) ?? true;
}

/** @throws OfoxError 403 that names the model, when the key may not use it. */
export function assertModelAllowed(
  settings: Partial<KeySettings>,
  model: string,
  param = 'model',
): void {
  if (isModelAllowed(settings, model)) return;
  throw new OfoxError('permission', `This API key may not use the model ${model}.`, {
    status: 403,
    code: 'model_not_allowed',
    param,
  });
}

/** `*` stands for any characters, also for slashes. */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
