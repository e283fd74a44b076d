import { type ChatResult, OfoxError, type Warning } from '@ofoxai/core';

const ADVICE = 'The OfoxAI node gives it as binary data.';

/**
 * Warnings for the images and sounds of an answer: n8n's agents and chains take text and calls alone.
 * @throws OfoxError of kind `invalid_request` when the answer holds nothing else, which would look
 * like an empty answer.
 */
export function warnOfMedia({ content }: ChatResult): Warning[] {
  const media = content.flatMap((part, index) =>
    part.type === 'media' ? [{ kind: part.kind, index }] : [],
  );
  const [first] = media;
  if (!first) return [];
  const rest = content.filter(({ type }) => type !== 'media' && type !== 'reasoning');
  if (rest.every((part) => part.type === 'text' && part.text.trim() === '')) {
    throw new OfoxError(
      'invalid_request',
      `The model answered with nothing but ${nameOf(first.kind)}, which agents and chains cannot hand on. ${ADVICE}`,
      { mayHaveBeenBilled: true },
    );
  }
  return media.map(({ kind, index }) => ({
    code: 'dropped',
    path: `content[${index}]`,
    message: `The answer holds ${nameOf(kind)}, which agents and chains cannot hand on. ${ADVICE}`,
  }));
}

function nameOf(kind: string): string {
  return kind === 'image' || kind === 'audio' ? `an ${kind}` : `a ${kind}`;
}
