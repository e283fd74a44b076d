import { bounded } from '../bounded.ts';
import type { Protocol } from '../protocol.ts';
import { embeddings } from './embedding.ts';
import { decodeError, encodeError } from './error.ts';
import { images } from './image.ts';
import { replyLosses } from './losses.ts';
import { models } from './models.ts';
import { decodeReply, encodeReply } from './reply.ts';
import { decodeRequest, encodeRequest } from './request.ts';
import { decodeStream } from './stream.ts';
import { encodeStream } from './stream-encoder.ts';
import { readUsage } from './usage.ts';

/** OpenAI's Chat Completions, embeddings, images and models, with what others have added to them. */
export const openai: Protocol = bounded({
  name: 'openai',
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
