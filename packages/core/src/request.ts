import type { JsonObject } from './json.ts';
import type {
  CacheMarker,
  MediaPart,
  OpaquePart,
  ReasoningPart,
  RefusalPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from './part.ts';
import type { Extra, ProtocolName } from './protocol-name.ts';

/** One turn of conversation to be continued, in no protocol's own words. */
export interface ChatRequest {
  /** As the catalogue names it: `anthropic/claude-sonnet-4.5`. */
  model: string;
  /** Instructions before the conversation. Each part may carry a cache marker. */
  system: TextPart[];
  messages: Message[];
  tools: Tool[];
  /** Absent: the provider's default (`auto` when there are tools). */
  toolChoice?: ToolChoice;
  parallelToolCalls?: boolean;
  maxTokens?: number;
  temperature?: number;
  topP?: number;
  topK?: number;
  seed?: number;
  stop: string[];
  frequencyPenalty?: number;
  presencePenalty?: number;
  /** Log probabilities of the chosen tokens, and of this many alternatives to each (0 to 20). */
  logprobs?: number;
  reasoning?: Reasoning;
  responseFormat?: ResponseFormat;
  /** An opaque id of the end user, for the provider's abuse detection. */
  user?: string;
  /** String tags that the provider stores with the request. */
  metadata?: Record<string, string>;
  /** The wire's own word: `auto`, `default`, `flex`, `priority`, `standard_only`, … */
  serviceTier?: string;
  /** Kinds of output wanted besides text. */
  modalities?: ('text' | 'image' | 'audio')[];
  /** Cache as much of the request as the provider can, without naming places. */
  cache?: CacheMarker;
  stream: boolean;
  provider?: ProviderPreferences;
  modelRouting?: ModelRouting;
  extra?: Extra;
}

export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage;

/** Instructions given in the middle of the conversation. */
export interface SystemMessage {
  role: 'system';
  content: TextPart[];
  name?: string;
  extra?: Extra;
}

export interface UserMessage {
  role: 'user';
  content: (TextPart | MediaPart | OpaquePart)[];
  name?: string;
  extra?: Extra;
}

export type AssistantPart =
  | TextPart
  | RefusalPart
  | MediaPart
  | ReasoningPart
  | ToolCallPart
  | OpaquePart;

export interface AssistantMessage {
  role: 'assistant';
  content: AssistantPart[];
  name?: string;
  extra?: Extra;
}

/** The results of one turn's tool calls, in any order. */
export interface ToolMessage {
  role: 'tool';
  content: ToolResultPart[];
  extra?: Extra;
}

export type Tool = FunctionTool | NativeTool;

export interface FunctionTool {
  type: 'function';
  name: string;
  description?: string;
  /** JSON Schema of the arguments; absent means no arguments. */
  parameters?: JsonObject;
  /** The arguments must satisfy the schema, enforced by the provider. */
  strict?: boolean;
  cache?: CacheMarker;
  extra?: Extra;
}

/** A tool that one provider runs or defines itself (web search, code execution), in its own words. */
export interface NativeTool {
  type: 'native';
  by: ProtocolName;
  definition: JsonObject;
}

export type ToolChoice =
  | 'auto'
  | 'none'
  | 'required'
  /** This tool and no other. */
  | { name: string }
  /** Any of these, or, with `auto`, none. */
  | { allowed: string[]; mode: 'auto' | 'required' };

export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** How much the model should think before it answers. */
export interface Reasoning {
  effort?: ReasoningEffort;
  /** Upper bound in tokens; `0` turns thinking off. */
  budgetTokens?: number;
  /** `adaptive`: the model decides itself; `between-tools`: only between tool calls. */
  mode?: 'enabled' | 'adaptive' | 'between-tools' | 'disabled';
  /** Whether thoughts are wanted back; absent means the provider's default. */
  include?: boolean;
}

export type ResponseFormat =
  | { type: 'text' }
  /** Any JSON object. */
  | { type: 'json' }
  | {
      type: 'json-schema';
      schema: JsonObject;
      name?: string;
      description?: string;
      strict?: boolean;
    };

/** How to choose among the upstream nodes that serve one model. */
export type Routing = 'priority' | 'cost' | 'latency' | 'balanced';

/** The API's `provider` extension. */
export interface ProviderPreferences {
  routing?: Routing;
  /** Models to try, in this order, when the one asked for fails. */
  fallback?: string[];
  /** Keys of newer documents (`type`, `options`), carried as they are. */
  rest?: JsonObject;
}

/** What `model: "auto"` may choose from, and what it should prefer. */
export interface ModelRouting {
  models?: string[];
  preference?: 'balanced' | 'quality' | 'speed' | 'cost';
  /** Keys of newer documents, carried as they are. */
  rest?: JsonObject;
}
