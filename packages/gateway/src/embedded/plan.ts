import type { ChatRequest, Finish, MediaPart, Model, Signature, Warning } from '@ofoxai/core';
import { demandedCalls } from './demanded-tool.ts';
import type { Directives } from './directives.ts';
import { readHints } from './hints.ts';
import { pictureOf } from './image.ts';
import { digest } from './random.ts';
import {
  canReason,
  type SignedKind,
  sign,
  signingProtocol,
  wantsReasoning,
  writeThoughts,
} from './reasoning.ts';
import { valueForSchema } from './schema-value.ts';
import { SIGNED_CALL_PREFIX, signsCalls } from './signature-check.ts';
import { wantedCalls } from './tools.ts';
import { currentTurn, systemText, type Turn } from './turn.ts';
import { writeAnswer } from './writer.ts';

/** A part of the answer before it is cut into tokens. */
export type PlannedPart =
  | { type: 'reasoning'; text: string; redacted?: true; signature?: Signature }
  /** Thoughts that count but are not sent. */
  | { type: 'hidden'; text: string }
  | { type: 'text'; text: string; signature?: Signature }
  | { type: 'refusal'; text: string }
  | { type: 'tool-call'; id: string; name: string; arguments: string; signature?: Signature }
  | { type: 'media'; part: MediaPart };

/** All that a model is going to say if nothing stops it. */
export interface Plan {
  parts: PlannedPart[];
  finish: Finish;
  warnings: Warning[];
}

const REFUSAL =
  'I cannot help with that. (The directive "refuse" asked the offline model to decline.)';
/** JSON mode in words, for wires that have no other. */
const ONLY_JSON = /\b(?:single|valid|only) JSON object\b/i;
const FILTERED = 'This answer was about to';

/**
 * Decides what is answered to a request. Nothing but the request and the model decides.
 *
 * @param seed stands for the whole request; ids and signatures are made from it.
 * @throws OfoxError of kind `invalid_request` for a tool choice or schema that cannot be obeyed.
 */
export function planReply(
  request: ChatRequest,
  model: Model,
  directives: Directives,
  seed: string,
): Plan {
  const turn = currentTurn(request);
  const warnings = unheeded(request, model);
  if (directives.empty) return { parts: [], finish: { reason: 'stop' }, warnings };
  if (directives.refuse) {
    return { parts: [{ type: 'refusal', text: REFUSAL }], finish: { reason: 'refusal' }, warnings };
  }
  if (directives.filter) {
    const finish: Finish = { reason: 'content_filter' };
    return { parts: [{ type: 'text', text: FILTERED }], finish, warnings };
  }
  const wanted = wantedCalls(request, turn);
  const calls = wanted.length > 0 ? wanted : demandedCalls(request, turn, model.id);
  const reasons = directives.redacted || (wantsReasoning(request.reasoning) && canReason(model));
  const answer = calls.length > 0 ? '' : formattedAnswer(request, turn, model.id);
  const parts: PlannedPart[] = [];
  if (reasons) parts.push(thoughts(request, turn, model.id, answer, seed, directives));
  if (calls.length > 0) {
    parts.push(...calls.map((call, index) => plannedCall(call, index, model.id, seed)));
    return { parts, finish: { reason: 'tool_calls' }, warnings };
  }
  parts.push({
    type: 'text',
    text: answer,
    ...(reasons && signsCalls(model.id) ? signed('text', '', model.id, seed) : {}),
  });
  if (wantsPicture(request, model)) parts.push({ type: 'media', part: pictureOf(turn.text) });
  return { parts, finish: { reason: 'stop' }, warnings };
}

function formattedAnswer(request: ChatRequest, turn: Turn, model: string): string {
  const answer = writeAnswer(request, turn, model);
  const format = request.responseFormat ?? { type: 'text' };
  const wantsJson = format.type === 'json' || ONLY_JSON.test(systemText(request));
  if (format.type === 'text' && !wantsJson) return answer;
  const hints = readHints(turn.text);
  if (format.type !== 'json-schema') {
    return JSON.stringify({ ...Object.fromEntries(hints.pairs), answer });
  }
  const param = 'responseFormat.schema';
  return JSON.stringify(valueForSchema(format.schema, { param, hints, optional: 'all', answer }));
}

function thoughts(
  request: ChatRequest,
  turn: Turn,
  model: string,
  answer: string,
  seed: string,
  directives: Directives,
): PlannedPart {
  const text = writeThoughts(request, turn.text, answer);
  const protocol = signingProtocol(model);
  if (directives.redacted) {
    if (protocol !== 'anthropic') return { type: 'hidden', text };
    return { type: 'reasoning', text, redacted: true, ...signed('redacted', '', model, seed) };
  }
  // Gemini sends its thoughts only when it is asked to.
  if (request.reasoning?.include ?? protocol !== 'gemini') {
    return { type: 'reasoning', text, ...signed('thought', text, model, seed) };
  }
  return { type: 'hidden', text };
}

function plannedCall(
  call: { name: string; arguments: string },
  index: number,
  model: string,
  seed: string,
): PlannedPart {
  const signs = signsCalls(model);
  const prefix = signs ? SIGNED_CALL_PREFIX : 'call_';
  return {
    type: 'tool-call',
    ...call,
    id: `${prefix}${digest(seed, call.name, String(index)).slice(0, 24)}`,
    ...(signs && index === 0 ? signed('call', call.name, model, seed) : {}),
  };
}

function signed(
  kind: SignedKind,
  content: string,
  model: string,
  seed: string,
): { signature?: Signature } {
  const by = signingProtocol(model);
  return by ? { signature: { by, value: sign(kind, content, seed) } } : {};
}

function wantsPicture(request: ChatRequest, model: Model): boolean {
  if (!model.outputModalities?.includes('image')) return false;
  return request.modalities === undefined || request.modalities.includes('image');
}

/** What the request asks for and the offline model cannot give. */
function unheeded(request: ChatRequest, model: Model): Warning[] {
  const warnings: Warning[] = [];
  const add = (path: string, message: string) => warnings.push({ code: 'dropped', path, message });
  request.tools.forEach((tool, index) => {
    if (tool.type === 'native') {
      const { type, name } = tool.definition;
      const kind =
        [type, name].find((word) => typeof word === 'string') ?? Object.keys(tool.definition)[0];
      add(`tools[${index}]`, `The offline model does not run the provider's own tool ${kind}.`);
    }
  });
  if (wantsReasoning(request.reasoning) && !canReason(model)) {
    add('reasoning', `${model.id} answers without thinking first.`);
  }
  request.modalities?.forEach((modality, index) => {
    const can = modality === 'text' || model.outputModalities?.includes(modality);
    if (!can) add(`modalities[${index}]`, `${model.id} cannot answer with ${modality}.`);
  });
  return warnings;
}
