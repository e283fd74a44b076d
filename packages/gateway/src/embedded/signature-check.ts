import { type AssistantPart, type ChatRequest, isMadeUpToolCallId } from '@ofoxai/core';
import { isSigned, type SignedKind, signingProtocol } from './reasoning.ts';
import { invalidRequest } from './refusal.ts';
import { currentTurn } from './turn.ts';

/** Begins the ids of calls that come with a signature, so that a missing one can be noticed. */
export const SIGNED_CALL_PREFIX = 'call_g3_';

/** What Google documents to be sent instead of a signature by those who have none. */
const EXCUSES = ['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go'];

/** The first of them as the bytes that it stands for, less the padding, which not all write. */
const ENCODED_EXCUSE = Buffer.from(EXCUSES[0] ?? '').toString('base64url');

/**
 * Whether a caller of Gemini's wire sends a stand-in for a signature. The neutral form has none, as
 * it says nothing of the conversation.
 */
export function sendsExcuse(body: { includes(ascii: string): boolean }): boolean {
  return [...EXCUSES, ENCODED_EXCUSE].some((excuse) => body.includes(excuse));
}

/** Gemini 3 refuses to go on with a call whose signature it does not get back. */
export function signsCalls(model: string): boolean {
  return model.startsWith('google/gemini-3');
}

/**
 * Checks the signatures that come back with the conversation, as the model's own provider would.
 * Signatures of other providers are not looked at.
 *
 * @param isExcused whether the caller may leave signatures out.
 * @throws OfoxError of kind `invalid_request` that names the place
 * (`messages[1].content[0].signature`) of one that was changed, or is missing where it must be.
 */
export function checkSignatures(request: ChatRequest, model: string, isExcused = false): void {
  const protocol = signingProtocol(model);
  if (!protocol) return;
  const { start } = currentTurn(request);
  request.messages.forEach((message, number) => {
    if (message.role !== 'assistant') return;
    let calls = 0;
    message.content.forEach((part, index) => {
      const place = `messages[${number}].content[${index}].signature`;
      const signature = 'signature' in part ? part.signature : undefined;
      if (signature?.by === protocol && !isGenuine(part, signature.value)) {
        throw invalidRequest(
          place,
          `${place} does not belong to this content: it must come back as it was sent.`,
          model,
        );
      }
      if (part.type !== 'tool-call') return;
      const first = calls++ === 0 && !isExcused;
      const ours = part.id.startsWith(SIGNED_CALL_PREFIX) || isMadeUpToolCallId(part.id);
      if (first && ours && !signature && number > start && signsCalls(model)) {
        throw invalidRequest(
          place,
          `${place} is missing: ${model} needs the thought signature of a call back with its result.`,
          model,
        );
      }
    });
  });
}

function isGenuine(part: AssistantPart, value: string): boolean {
  if (EXCUSES.includes(value) || EXCUSES.includes(Buffer.from(value, 'base64').toString('utf8'))) {
    return true;
  }
  const [kind, content] = signedContent(part);
  return isSigned(kind, content, value);
}

function signedContent(part: AssistantPart): [SignedKind, string] {
  switch (part.type) {
    case 'reasoning':
      return part.redacted ? ['redacted', ''] : ['thought', part.text];
    case 'tool-call':
      return ['call', part.name];
    default:
      return ['text', ''];
  }
}
