import { defined } from '../../defined.ts';
import type { Fields } from '../../fields.ts';
import type { CacheMarker } from '../../part.ts';
import { type Extra, PROTOCOL_NAMES } from '../../protocol-name.ts';
import type { Signature } from '../../signature.ts';

export function readExtra(owner: Fields): Extra | undefined {
  const fields = owner.fields('extra');
  if (!fields) return undefined;
  const extra: Extra = {};
  for (const protocol of PROTOCOL_NAMES) {
    const words = fields.object(protocol);
    if (words) extra[protocol] = words;
  }
  fields.end();
  return extra;
}

export function readCache(owner: Fields): CacheMarker | undefined {
  const fields = owner.fields('cache');
  if (!fields) return undefined;
  const cache = defined<CacheMarker>({ ttl: fields.oneOf('ttl', ['5m', '1h']) });
  fields.end();
  return cache;
}

export function readSignatureOption(owner: Fields): Signature | undefined {
  const fields = owner.fields('signature');
  if (!fields) return undefined;
  const signature = {
    by: fields.required('by', fields.oneOf('by', PROTOCOL_NAMES)),
    value: fields.required('value', fields.string('value')),
  };
  fields.end();
  return signature;
}
