import type { ProtocolName } from './protocol-name.ts';

/**
 * The proof that a provider attaches to what its model thought (Anthropic's `signature` and
 * redacted `data`, Gemini's `thoughtSignature`). Opaque; only the protocol that made it can check it.
 */
export interface Signature {
  by: ProtocolName;
  value: string;
}

const TAG = /^ofox\/(openai|anthropic|gemini)\/(next|self)\//;

/**
 * Writes a signature into a field of some wire. A foreign one is tagged with its maker, so that it
 * survives a caller who speaks another protocol and comes back intact in the next turn.
 *
 * @param place `next`: it belongs to the part that follows, as that wire has no field for it there.
 */
export function writeSignature(
  signature: Signature,
  wire: ProtocolName,
  place: 'self' | 'next' = 'self',
): string {
  if (signature.by === wire && place === 'self') return signature.value;
  return `ofox/${signature.by}/${place}/${signature.value}`;
}

/** Reads what {@link writeSignature} wrote; an untagged value was made by the wire's own protocol. */
export function readSignature(
  value: string,
  wire: ProtocolName,
): { signature: Signature; place: 'self' | 'next' } {
  const tag = TAG.exec(value);
  if (!tag) return { signature: { by: wire, value }, place: 'self' };
  return {
    signature: { by: tag[1] as ProtocolName, value: value.slice(tag[0].length) },
    place: tag[2] as 'self' | 'next',
  };
}
