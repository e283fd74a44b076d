import type { Fields } from '../../fields.ts';
import type { JsonObject } from '../../json.ts';
import type { ChatRequest, ResponseFormat } from '../../request.ts';
import { type Encoding, warn } from './encoding.ts';
import { reduceSchema } from './schema.ts';

const JSON_ONLY = 'Answer with a single JSON object and nothing else: no prose, no code fence.';

/** Reads a `format` or the older `output_format`: `{type: 'json_schema', schema}`. */
export function readResponseFormat(fields: Fields, name: string): ResponseFormat | undefined {
  const format = fields.fields(name);
  if (!format) return undefined;
  format.required('type', format.oneOf('type', ['json_schema']));
  const schema = format.required('schema', format.object('schema'));
  fields.leave(name, format.rest());
  return { type: 'json-schema', schema };
}

/**
 * The `format` for `output_config`. A schema's description goes into the schema; its name has no
 * place on this wire and no meaning to the model.
 */
export function writeResponseFormat(
  format: ResponseFormat | undefined,
  encoding: Encoding,
): JsonObject | undefined {
  if (format?.type !== 'json-schema') return undefined;
  const { description } = format;
  const schema =
    description === undefined || format.schema.description !== undefined
      ? format.schema
      : { ...format.schema, description };
  return {
    type: 'json_schema',
    schema: reduceSchema(schema, 'responseFormat.schema', encoding),
  };
}

/** The instruction that stands for JSON mode, for which this wire has no word. */
export function jsonInstruction(request: ChatRequest, encoding: Encoding): JsonObject[] {
  if (request.responseFormat?.type !== 'json') return [];
  warn(encoding, 'approximated', 'responseFormat', 'JSON mode was put into words for the model.');
  return [{ type: 'text', text: JSON_ONLY }];
}
