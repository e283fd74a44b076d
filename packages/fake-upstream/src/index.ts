export { error } from './answers/error.ts';
export { empty, html, json, notHttp, raw, redirect, stream } from './answers/literal.ts';
export { reply } from './answers/reply.ts';
export { type EmbeddingSpec, embeddings, images, models, tokenCount } from './answers/resources.ts';
export { RETRY_AFTER_FORMS, type RetryAfterForm, tryLater } from './answers/retry-after.ts';
export { refusingUrl, UNKNOWN_HOST_URL } from './closed-port.ts';
export type { Endpoint, Resource } from './endpoint.ts';
export { type FakeUpstream, type FakeUpstreamOptions, startFakeUpstream } from './fake-upstream.ts';
export {
  emptyChoices,
  nullDeltas,
  repeatedToolNames,
  sameIndexes,
  wholeToolCalls,
  withoutIndexes,
  withoutUsage,
} from './faults/content.ts';
export {
  cutAfterChunks,
  cutAfterHeaders,
  cutBeforeHeaders,
  cutInCharacter,
  cutInChunk,
  cutInTransferChunk,
} from './faults/cut.ts';
export { type Edit, editEvents, editJson } from './faults/edit.ts';
export { withoutEndEvent, withoutFinish } from './faults/ending.ts';
export { errorInStream } from './faults/error-event.ts';
export { gzip } from './faults/gzip.ts';
export { hangUpAfterwards, truncatedBody, wrongContentLength } from './faults/length.ts';
export { oneByteAPacket, onePacket, packetsOf } from './faults/packets.ts';
export {
  pauseAfterChunks,
  pauseAfterHeaders,
  pauseBeforeHeaders,
  pauseBetweenChunks,
} from './faults/pause.ts';
export {
  byteOrderMark,
  comments,
  lineEnds,
  multiLineData,
  noSpaceAfterColon,
  withoutFinalBlankLine,
} from './faults/sse-form.ts';
export { createGate, type Gate } from './gate.ts';
export type { Sleep } from './play.ts';
export type { Ending, RecordedRequest } from './recorded-request.ts';
export type { Match } from './script.ts';
export {
  type StaticUpstream,
  type StaticUpstreamOptions,
  startStaticUpstream,
} from './static/static-upstream.ts';
export {
  type Answer,
  type BodyForm,
  type Cut,
  type Fault,
  faulty,
  type HeaderFields,
  type Pause,
  type SseEvent,
  type Step,
  type Steps,
} from './step.ts';
export type { ChatSpec, FinishWord, ToolCall } from './wires/chat.ts';
export type { ErrorSpec } from './wires/error.ts';
