import type { Fields } from '../../fields.ts';
import type { JsonObject } from '../../json.ts';
import type { ResponseFormat } from '../../request.ts';

/** Reads `response_format` (platform.openai.com/docs/guides/structured-outputs). */
export function readResponseFormat(body: Fields): ResponseFormat | undefined {
  const format = body.fields('response_format');
  if (!format) return undefined;
  const words = ['text', 'json_object', 'json_schema'] as const;
  const type = format.required('type', format.oneOf('type', words));
  if (type !== 'json_schema') {
    body.leave('response_format', format.rest());
    return { type: type === 'text' ? 'text' : 'json' };
  }
  const wanted = format.required('json_schema', format.fields('json_schema'));
  const name = wanted.string('name');
  const description = wanted.string('description');
  const strict = wanted.boolean('strict');
  const schema = wanted.object('schema') ?? {};
  format.leave('json_schema', wanted.rest());
  body.leave('response_format', format.rest());
  return {
    type: 'json-schema',
    schema,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(strict === undefined ? {} : { strict }),
  };
}

/** Writes what {@link readResponseFormat} reads. */
export function writeResponseFormat(format: ResponseFormat): JsonObject {
  if (format.type === 'text') return { type: 'text' };
  if (format.type === 'json') return { type: 'json_object' };
  const { name, description, schema, strict } = format;
  const wanted: JsonObject = { name: name ?? 'answer', schema };
  if (description !== undefined) wanted.description = description;
  if (strict !== undefined) wanted.strict = strict;
  return { type: 'json_schema', json_schema: wanted };
}
