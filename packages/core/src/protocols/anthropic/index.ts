import { bounded } from '../bounded.ts';
import type { Protocol } from '../protocol.ts';
import { decodeError, encodeError } from './error.ts';
import { replyLosses } from './losses.ts';
import { models } from './models.ts';
import { decodeReply, encodeReply } from './reply.ts';
import { decodeRequest, encodeRequest } from './request.ts';
import { AnthropicStreamDecoder } from './stream-decoder.ts';
import { AnthropicStreamEncoder } from './stream-encoder.ts';
import { readUsage } from './usage.ts';

/** Anthropic's Messages API, versions 2023-06-01 and 2026-10-21. */
export const anthropic: Protocol = bounded({
  name: 'anthropic',
  decodeRequest,
  encodeRequest,
  decodeReply,
  encodeReply,
  decodeStream: (context) => new AnthropicStreamDecoder(context),
  encodeStream: () => new AnthropicStreamEncoder(),
  decodeError,
  encodeError,
  replyLosses,
  readUsage,
  models,
});
