import { type ChatRequest, type MediaPart, type Model, OfoxError } from '@ofoxai/core';
import type { Prompt } from './prompt.ts';
import { invalidRequest } from './refusal.ts';

const MODALITIES = { image: 'image', audio: 'audio', video: 'video', document: 'file' } as const;

/**
 * Turns away what a model cannot take.
 * @throws OfoxError of kind `invalid_request` that names the place of an image, sound, video or
 * document that the model has no sense for, or the tools of one that has none; `context_length`
 * for a request that is longer than its context.
 */
export function admitRequest(request: ChatRequest, prompt: Prompt, model: Model): void {
  request.messages.forEach((message, number) => {
    message.content.forEach((part, index) => {
      const path = `messages[${number}].content[${index}]`;
      if (part.type === 'media') admitMedia(part, path, model);
      if (part.type !== 'tool-result') return;
      part.content.forEach((inner, innerIndex) => {
        if (inner.type === 'media') admitMedia(inner, `${path}.content[${innerIndex}]`, model);
      });
    });
  });
  if (request.tools.length > 0 && model.supportedParameters?.includes('tools') === false) {
    throw invalidRequest('tools', `${model.id} does not call tools.`, model.id);
  }
  const { contextLength = 0, id } = model;
  if (contextLength > 0 && prompt.tokens > contextLength) {
    throw new OfoxError(
      'context_length',
      `The request has ${prompt.tokens} tokens, but ${id} takes ${contextLength} at most.`,
      { status: 400, code: 'context_length_exceeded', param: 'messages', model: id },
    );
  }
}

function admitMedia(part: MediaPart, path: string, model: Model): void {
  const modality = MODALITIES[part.kind];
  const { source } = part;
  const isText =
    source.type === 'text' || ('mediaType' in source && source.mediaType?.startsWith('text/'));
  if (isText || !model.inputModalities || model.inputModalities.includes(modality)) return;
  throw invalidRequest(
    path,
    `${model.id} does not take ${part.kind} input, which is at ${path}.`,
    model.id,
  );
}
