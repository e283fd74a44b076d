import type { EmbedInput } from '@ofoxai/core';
import { wrongParameter } from '../../../../shared/chat-settings.ts';
import { readProvider } from '../../../../shared/provider.ts';
import { modelOf, optionsOf, parameter, type Run } from '../../run.ts';

/** The texts of one item; `isList` when an expression gave a list of them. */
export function textsOf(run: Run, item: number): { texts: string[]; isList: boolean } {
  const value = parameter<unknown>(run, 'text', item, '');
  const isList = Array.isArray(value);
  const texts = (isList ? value : [value]).map((text) =>
    typeof text === 'string' ? text : JSON.stringify(text ?? ''),
  );
  if (texts.length === 0 || texts.some((text) => text.trim() === '')) {
    throw wrongParameter('Text', 'is empty');
  }
  return { texts, isList };
}

/** The request for some texts, as the options of an item say. */
export function embedInput(run: Run, item: number, texts: string[]): EmbedInput {
  const options = optionsOf(run, item);
  const provider = readProvider(options);
  return {
    model: modelOf(run, item),
    input: texts,
    encoding: 'base64',
    ...(options.dimensions === undefined ? {} : { dimensions: Number(options.dimensions) }),
    ...(provider ? { provider } : {}),
  };
}
