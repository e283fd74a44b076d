/** What a caller has ordered to go wrong (`x-ofox-embedded`), as one node reads it. */
export interface NodeDirectives {
  /** Meant for whoever answers. */
  general?: string;
  /** Meant for this node alone. */
  own?: string;
}

/**
 * Of the directives in a header, those that this node is to obey: with a node's name before them
 * they are for that node (`north:error=503, south:slow=800`), without one for any.
 */
export function directivesFor(node: string, header: string | undefined): NodeDirectives {
  if (header === undefined) return {};
  const general: string[] = [];
  const own: string[] = [];
  for (const word of header.split(',')) {
    const colon = word.indexOf(':');
    if (colon === -1) general.push(word);
    else if (word.slice(0, colon).trim() === node) own.push(word.slice(colon + 1));
  }
  return {
    ...(general.some((word) => word.trim() !== '') ? { general: general.join(',') } : {}),
    ...(own.length > 0 ? { own: own.join(',') } : {}),
  };
}
