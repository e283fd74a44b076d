import type { Resource } from '../endpoint.ts';
import type { Answer } from '../step.ts';
import { error } from './error.ts';
import { reply } from './reply.ts';
import { embeddings, images, models, tokenCount } from './resources.ts';

const ANSWERS: Readonly<Record<Resource, Answer>> = {
  chat: reply(),
  tokens: tokenCount(),
  embedding: embeddings(),
  'embedding-batch': embeddings(),
  image: images(),
  models: models(),
  model: models(),
};

/** What a request gets that no script is for: a short valid answer, or 404 off the known paths. */
export const defaultAnswer: Answer = (request) => {
  if (request.endpoint !== undefined) return ANSWERS[request.endpoint.resource](request);
  const message = `Nothing is at ${request.method} ${request.path}`;
  return error({ status: 404, message })(request);
};
