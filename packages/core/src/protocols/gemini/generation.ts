/**
 * Which generation of Gemini a model's id names: 3 for `google/gemini-3.1-pro-preview`.
 * @returns `undefined` for other models, and for names that do not tell (`gemini-flash-latest`).
 */
export function generationOf(model: string): number | undefined {
  const generation = /(?:^|\/)gemini-(\d+)/.exec(model)?.[1];
  return generation === undefined ? undefined : Number(generation);
}
