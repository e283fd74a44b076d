/**
 * What became of something that could not be carried as it was:
 *
 * - `dropped`: this wire has no word for it, and it was left out.
 * - `foreign_dropped`: it is in another protocol's own words (`extra`, opaque parts, native tools).
 * - `reasoning_dropped`: thoughts that another provider signed, which this one would refuse.
 * - `approximated`: it was said by the nearest word that this wire has.
 * - `clamped`: a number was brought into the range that this wire takes.
 * - `moved`: it stands in another place, as images out of tool results on the OpenAI wire.
 * - `schema_reduced`: JSON Schema keywords that the provider refuses were left out.
 * - `choices_dropped`: the answer held several choices; only the first was read.
 * - `unterminated`: the stream ended properly but without its last event.
 * - `malformed`: a part of the answer made no sense and was kept or skipped as told.
 */
export type WarningCode =
  | 'dropped'
  | 'foreign_dropped'
  | 'reasoning_dropped'
  | 'approximated'
  | 'clamped'
  | 'moved'
  | 'schema_reduced'
  | 'choices_dropped'
  | 'unterminated'
  | 'malformed';

/** Something that did not cross from one protocol to another as it was. */
export interface Warning {
  code: WarningCode;
  /** Where in the request or reply, in the neutral form's names: `messages[2].content[0].cache`. */
  path: string;
  /** One sentence for people. */
  message: string;
}
