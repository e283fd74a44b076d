const MADE_UP = /^call_ofox_/;

/**
 * An id for a tool call to which the wire gave none (Gemini mostly does not). It depends on nothing
 * but its place, so that the same conversation always gets the same ids.
 *
 * @param scope what tells this turn from the others: the reply's id, or the message's number.
 * @param number the call's number within the turn.
 */
export function makeToolCallId(scope: string | number, number: number): string {
  return `call_ofox_${String(scope).replace(/[^A-Za-z0-9_-]/g, '')}_${number}`;
}

/** Whether {@link makeToolCallId} made the id; such an id is not sent to a wire that has none. */
export function isMadeUpToolCallId(id: string): boolean {
  return MADE_UP.test(id);
}
