import type { ProtocolName } from '@ofoxai/core';

export type EndpointName =
  | 'chat'
  | 'embeddings'
  | 'images'
  | 'count-tokens'
  | 'model-list'
  | 'model'
  | 'health'
  | 'metrics'
  | 'readiness';

/** What a path stands for. */
export interface Endpoint {
  readonly name: EndpointName;
  /** Whose words requests, answers and errors are in. */
  readonly protocol: ProtocolName;
  readonly methods: readonly string[];
  /** The model, where the path names it. */
  readonly model?: string;
  /** Whether the answer is to be streamed, where the path tells it. */
  readonly stream?: boolean;
  /** What a caller who comes with another method may have meant. */
  readonly hint?: string;
}

/** A path that stands for nothing, and what its caller may have meant. */
export interface NoEndpoint {
  readonly name: 'none';
  readonly protocol: ProtocolName;
  readonly hint: string;
}

export const READ: readonly string[] = ['GET', 'HEAD'];
export const POST: readonly string[] = ['POST'];
