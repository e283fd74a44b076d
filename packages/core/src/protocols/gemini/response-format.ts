import type { Fields } from '../../fields.ts';
import type { JsonObject } from '../../json.ts';
import type { ResponseFormat } from '../../request.ts';
import { drop, type Encoding } from './encoding.ts';
import { writeSchema } from './schema.ts';
import { readEither } from './tools.ts';

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain';

/**
 * Reads `responseMimeType` and the schema beside it. Other types (`text/x.enum`) are this wire's own
 * and kept as they are, with their schema.
 */
export function readResponseFormat(config: Fields): {
  format?: ResponseFormat;
  kept?: JsonObject;
} {
  const type = config.string('responseMimeType');
  if (type !== undefined && type !== JSON_TYPE && type !== TEXT_TYPE) {
    const schema = config.object('responseSchema');
    return { kept: { responseMimeType: type, ...(schema ? { responseSchema: schema } : {}) } };
  }
  const schema = readEither(config, 'responseSchema', 'responseJsonSchema');
  if (schema) return { format: { type: 'json-schema', schema } };
  if (type === undefined) return {};
  return { format: { type: type === JSON_TYPE ? 'json' : 'text' } };
}

/** Writes `responseMimeType` and the schema, which Google always enforces. */
export function writeResponseFormat(
  format: ResponseFormat | undefined,
  encoding: Encoding,
): JsonObject {
  if (!format) return {};
  if (format.type === 'text') return { responseMimeType: TEXT_TYPE };
  if (format.type === 'json') return { responseMimeType: JSON_TYPE };
  drop(encoding, 'responseFormat.name', format.name);
  drop(encoding, 'responseFormat.description', format.description);
  return {
    responseMimeType: JSON_TYPE,
    ...writeSchema(format.schema, 'responseSchema', 'responseJsonSchema'),
  };
}
