/**
 * Families of models of the API on 2026-08-30, the most telling first line for each id: how the id
 * begins, input and output limits in tokens (`-` where unknown), and what it can do. `image`,
 * `file`, `audio` and `video` are inputs, `reasons` and `draws` outputs; `tools` that it calls tools;
 * `schema` that its maker documents answers by a JSON schema on the wire that `auto` speaks.
 */
export const PROFILES = `
anthropic/claude-haiku-4.5 | 200k | 64k | image file tools schema
anthropic/claude-opus-4.5 | 200k | 64k | image file reasons tools schema
anthropic/claude-sonnet-4.5 | 1M | 64k | image file reasons tools schema
anthropic/ | 1M | 128k | image file reasons tools schema
openai/gpt-4.1 | 1047576 | 32768 | image file tools schema
openai/gpt-4o | 128k | 16384 | image file tools schema
openai/gpt-5-nano | 128k | - | image file tools schema
openai/gpt-5.4-mini | 400k | - | image file reasons tools schema
openai/gpt-5.4-nano | 400k | - | image file reasons tools schema
openai/gpt-5.4 | 1050k | - | image file reasons tools schema
openai/gpt-5.5 | 1050k | - | image file reasons tools schema
openai/gpt-5.6 | 1050k | - | image file reasons tools schema
openai/gpt-5.2 | 512k | - | image file reasons tools schema
openai/gpt-5.3 | 512k | - | image file reasons tools schema
openai/gpt-5 | 256k | - | image file reasons tools schema
google/gemini-2.5-flash-image | - | - | image draws
google/gemini-3-pro-image | - | - | image draws
google/gemini-3.1-flash-image | - | - | image draws
google/gemini-3.1-flash-lite-image | - | - | image draws
google/gemini- | 1048576 | 65536 | image file audio video reasons tools schema
moonshotai/kimi-k3 | 1048576 | - | image reasons tools
moonshotai/kimi- | 262144 | - | image reasons tools
deepseek/deepseek-v4 | 1M | - | tools
deepseek/ | 128k | - | tools
z-ai/glm-5.2 | 1048576 | - | reasons tools
z-ai/glm-5.3 | 1048576 | - | reasons tools
z-ai/glm- | 200k | - | reasons tools
x-ai/grok-4.1-fast | 2M | - | image tools
x-ai/grok-4.20 | 2M | - | image tools
x-ai/grok- | 500k | - | image reasons tools
minimax/minimax-m3 | 1131k | - | reasons tools
minimax/ | 200k | - | reasons tools
bailian/qwen3-coder-next | 256k | - | reasons
bailian/qwen | 128k | - | tools
volcengine/doubao-seed- | 256k | - | image tools
ofox/mini | 128k | - | tools schema
ofox/pro | 1M | - | image file audio video reasons tools schema
`;
