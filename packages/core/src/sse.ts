/** One server-sent event. Comments, ids and retry times are not kept: nobody here uses them. */
export interface ServerSentEvent {
  /** The `event:` line; absent when there was none. */
  event?: string;
  /** The `data:` lines, joined by newlines. */
  data: string;
}
