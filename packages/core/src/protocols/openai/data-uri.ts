/** A `data:` URI with base64 content (RFC 2397), taken apart. */
interface DataUri {
  mediaType: string;
  data: string;
}

/** @returns `undefined` for every other address, also for `data:` URIs without base64. */
export function readDataUri(url: string): DataUri | undefined {
  if (!/^data:/i.test(url.slice(0, 5))) return undefined;
  const comma = url.indexOf(',');
  const head = url.slice(5, comma);
  if (comma < 0 || !/;base64$/i.test(head)) return undefined;
  return { mediaType: head.slice(0, -7) || 'text/plain', data: url.slice(comma + 1) };
}

export function writeDataUri(mediaType: string, data: string): string {
  return `data:${mediaType};base64,${data}`;
}
