export { protocolFor } from './client/call.ts';
export { BaseClient, type EmbedResult, type ImageResult } from './client/client.ts';
export type { ChatInput } from './client/input/chat.ts';
export type { MessageInput } from './client/input/messages.ts';
export type { EmbedInput, ImageInput } from './client/input/resources.ts';
export type { ModelClient, ModelListResult, ModelResult } from './client/models.ts';
export { OfoxClient } from './client/ofox-client.ts';
export {
  type CallOptions,
  type ClientOptions,
  DEFAULT_TIMEOUTS,
  type ProtocolOption,
  type Timeouts,
} from './client/options.ts';
export { defaultPlatform, transportFrom } from './client/platform.ts';
export type { ChatResult, ReplyStream } from './client/reply-stream.ts';
export type { ResponseInfo } from './client/response-info.ts';
export type {
  Platform,
  Transport,
  TransportRequest,
  TransportResponse,
} from './client/transport.ts';
export type { EmbeddingReply, EmbeddingRequest } from './embedding.ts';
export {
  type Attempt,
  type ErrorKind,
  kindOfStatus,
  OfoxError,
  type OfoxErrorDetails,
  statusOfKind,
} from './error.ts';
export { fold, ReplyFold, unfold } from './fold.ts';
export type { GeneratedImage, ImageReply, ImageRequest } from './image.ts';
export { isJsonObject, type JsonObject, type JsonValue } from './json.ts';
export { JsonArrayReader } from './json-array.ts';
export type { Model, ModelPricing } from './model.ts';
export type {
  CacheMarker,
  Citation,
  MediaPart,
  MediaSource,
  OpaquePart,
  Part,
  ReasoningPart,
  RefusalPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from './part.ts';
export { type Extra, PROTOCOL_NAMES, type ProtocolName } from './protocol-name.ts';
export { protocols } from './protocols/index.ts';
export type {
  DecodeContext,
  EncodedError,
  EncodeReplyContext,
  ErrorResponse,
  Protocol,
  StreamDecoder,
  StreamEncoder,
} from './protocols/protocol.ts';
export type {
  EmbeddingCodec,
  ImageCodec,
  ModelCodec,
  ModelPage,
} from './protocols/resources.ts';
export type { EncodedRequest, EncodeRequestOptions, WireRequest } from './protocols/wire.ts';
export { readPreferences } from './provider-preferences.ts';
export {
  type Finish,
  type FinishReason,
  type Reply,
  type ReplyEvent,
  replyMessage,
  replyText,
  type TokenLogprob,
} from './reply.ts';
export type {
  AssistantMessage,
  AssistantPart,
  ChatRequest,
  FunctionTool,
  Message,
  ModelRouting,
  NativeTool,
  ProviderPreferences,
  Reasoning,
  ReasoningEffort,
  ResponseFormat,
  Routing,
  SystemMessage,
  Tool,
  ToolChoice,
  ToolMessage,
  UserMessage,
} from './request.ts';
export { durationMs, retryAfterMs } from './retry-after.ts';
export { mergeProvider, readProviderOption } from './routing/extension.ts';
export {
  describeAttempt,
  type FallbackContext,
  modelsToTry,
  mostTellingError,
  triggersFallback,
} from './routing/fallback.ts';
export {
  isOwnLimit,
  type RateLimitState,
  readRateLimit,
  writeRateLimit,
} from './routing/rate-limit.ts';
export { MAX_RETRY_AFTER_MS, type RetryContext, retryWaitMs } from './routing/retry.ts';
export { readSignature, type Signature, writeSignature } from './signature.ts';
export {
  DEFAULT_MAX_EVENT_BYTES,
  type EventReader,
  type EventReaderOptions,
  readEvents,
  type ServerSentEvent,
  SseReader,
  writeEvent,
} from './sse.ts';
export { isMadeUpToolCallId } from './tool-call-id.ts';
export { inputTokens, NO_USAGE, outputTokens, type Usage } from './usage.ts';
export type { Warning, WarningCode } from './warning.ts';
