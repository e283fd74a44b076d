/**
 * The embedding models of the API on 2026-08-30: id, context in tokens, USD per million tokens,
 * and the length of the vectors when nobody asks for another.
 */
export const EMBEDDING_MODELS = `
openai/text-embedding-3-small | 8200 | 0.02 | 1536
openai/text-embedding-3-large | 8200 | 0.13 | 3072
bailian/text-embedding-v4 | 8192 | 0.072 | 1024
ofox/embed | 32k | 0 | 256
`;
