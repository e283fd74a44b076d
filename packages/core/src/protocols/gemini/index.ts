import { bounded } from '../bounded.ts';
import type { Protocol } from '../protocol.ts';
import { embeddings } from './embedding.ts';
import { decodeError, encodeError } from './error.ts';
import { images } from './image.ts';
import { replyLosses } from './losses.ts';
import { models } from './models.ts';
import { decodeReply, encodeReply } from './reply.ts';
import { decodeRequest, encodeRequest } from './request.ts';
import { decodeStream, encodeStream } from './stream.ts';
import { readUsage } from './usage.ts';

/** Google's `generateContent` and its relatives (ai.google.dev/api), in both directions. */
export const gemini: Protocol = bounded({
  name: 'gemini',
  decodeRequest,
  encodeRequest,
  decodeReply,
  encodeReply,
  decodeStream,
  encodeStream,
  decodeError,
  encodeError,
  replyLosses,
  readUsage,
  embeddings,
  images,
  models,
});
