/**
 * What n8n's agents and chains hand to a model. These are LangChain's objects, known by their shape
 * alone: this package must not import LangChain, and several copies of it may live in one process.
 */
export interface HostMessage {
  content?: unknown;
  name?: string;
  additional_kwargs?: Record<string, unknown>;
  tool_calls?: HostToolCall[];
  tool_call_id?: string;
  status?: string;
  getType?(): string;
  _getType?(): string;
}

export interface HostToolCall {
  id?: string;
  name: string;
  args?: Record<string, unknown>;
}

export type HostRole = 'system' | 'human' | 'ai' | 'tool';

/** Who says it; messages of roles that nobody knows are taken for the user's. */
export function roleOf(message: HostMessage): HostRole {
  const type = message.getType?.() ?? message._getType?.();
  return type === 'system' || type === 'ai' || type === 'tool' ? type : 'human';
}
