export { ChatOfox } from './chat-model.ts';
export type { ConnectionFields } from './client-fields.ts';
export { type LangChainErrorCode, type ModelErrorFields, OfoxModelError } from './errors.ts';
export type {
  CacheControl,
  ChatOfoxCallOptions,
  ChatOfoxFields,
  GenerationFields,
  OutputConfigOption,
  ResponseFormatOption,
} from './fields.ts';
export type { StructuredOutputMethod } from './structured-output.ts';
