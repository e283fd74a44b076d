/**
 * The text models of the API on 2026-08-30: id, context and longest answer in tokens (`-` where it
 * is not known), USD per million tokens read and written, what it takes besides text, and other
 * ids. Of the words in the fifth column `image`, `file`, `audio` and `video` are inputs,
 * `reasons` says that it takes the parameter `reasoning`, `no-tools` that it takes no tools.
 */
export const TEXT_MODELS = `
anthropic/claude-fable-5 | 1M | 128k | 10/50 | image file reasons |
anthropic/claude-haiku-4.5 | 200k | 64k | 1/5 | image file | claude-haiku-4-5-20251001
anthropic/claude-opus-4.5 | 200k | 64k | 5/25 | image file reasons | claude-opus-4-5-20251101
anthropic/claude-opus-4.6 | 1M | 128k | 5/25 | image file reasons |
anthropic/claude-opus-4.7 | 1M | 128k | 5/25 | image file reasons |
anthropic/claude-opus-4.8 | 1M | 128k | 5/25 | image file reasons |
anthropic/claude-opus-5 | 1M | 128k | 5/25 | image file reasons |
anthropic/claude-sonnet-4.5 | 1M | 64k | 3/15 | image file reasons | claude-sonnet-4-5-20250929
anthropic/claude-sonnet-4.6 | 1M | 128k | 3/15 | image file reasons |
anthropic/claude-sonnet-5 | 1M | 128k | 2/10 | image file reasons |
bailian/qwen-flash | 1M | - | 0.022/0.22 | |
bailian/qwen-max | 32k | - | 0.35/1.38 | |
bailian/qwen-plus | 1M | - | 0.12/0.29 | |
bailian/qwen-turbo | 128k | - | 0.05/0.09 | |
bailian/qwen-vl-max | 128k | - | 0.23/0.58 | image |
bailian/qwen3-coder-flash | 1M | - | 0.5/2.5 | reasons |
bailian/qwen3-coder-next | 256k | - | 0.2/1.5 | reasons no-tools |
bailian/qwen3-coder-plus | 1M | - | 1.8/9 | reasons |
bailian/qwen3-max | 256k | - | 0.36/1.43 | reasons |
bailian/qwen3.5-122b-a10b | 256k | - | 0.29/2.29 | image reasons |
bailian/qwen3.5-27b | 256k | - | 0.29/2.05 | image reasons |
bailian/qwen3.5-35b-a3b | 256k | - | 0.29/1.83 | image reasons |
bailian/qwen3.5-397b-a17b | 256k | - | 0.55/3.5 | image reasons |
bailian/qwen3.5-flash | 1M | - | 0.1/0.4 | reasons |
bailian/qwen3.5-plus | 1M | - | 0.4/2.4 | reasons |
bailian/qwen3.6-27b | 256k | - | 0.6/3.6 | reasons |
bailian/qwen3.6-flash | 1M | - | 0.25/1.5 | reasons |
bailian/qwen3.6-max-preview | 256k | - | 2/12 | reasons |
bailian/qwen3.6-plus | 1M | - | 0.5/3 | reasons |
bailian/qwen3.7-max | 1064k | - | 2.5/7.5 | reasons |
bailian/qwen3.7-plus | 1064k | - | 0.4/1.6 | image reasons |
bailian/qwen3.8-27b | 1131k | - | 0.45/3.2 | image reasons |
bailian/qwen3.8-flash | 1131k | - | 0.15/0.47 | image reasons |
bailian/qwen3.8-max | 1131k | - | 2/6 | image reasons |
deepseek/deepseek-v3.2 | 128k | - | 0.29/0.43 | |
deepseek/deepseek-v4-flash-0423 | 1M | 384k | 0.44/1.32 | |
deepseek/deepseek-v4-flash-0731 | 1M | 384k | 0.44/1.32 | | deepseek/deepseek-v4-flash deepseek-v4-flash
deepseek/deepseek-v4-flash-vision-exp | 1M | 384k | 0.44/1.32 | image |
deepseek/deepseek-v4-pro-0423 | 1M | - | 1.32/3.96 | |
deepseek/deepseek-v4-pro-0813 | 1M | - | 1.32/3.96 | | deepseek/deepseek-v4-pro deepseek-v4-pro
google/gemini-2.5-flash | 1048576 | - | 0.3/2.5 | image file audio video reasons |
google/gemini-2.5-flash-lite | 1048576 | - | 0.1/0.4 | image file audio video |
google/gemini-2.5-pro | 1048576 | - | 1.25/10 | image file audio video reasons |
google/gemini-3-flash-preview | 1048576 | - | 0.5/3 | image file audio video reasons |
google/gemini-3.1-flash-lite | 1M | - | 0.25/1.5 | image file audio video reasons | google/gemini-3.1-flash-lite-preview
google/gemini-3.1-pro-preview | 1048576 | - | 2/12 | image file audio video reasons | google/gemini-3-pro-preview
google/gemini-3.5-flash | 1M | - | 1.5/9 | image file audio video reasons |
google/gemini-3.5-flash-lite | 1M | - | 0.3/2.5 | image file audio video reasons |
google/gemini-3.6-flash | 1M | - | 1.5/7.5 | image file audio video reasons |
google/gemini-3.7-flash | 1M | - | 1.5/7.5 | image file audio video reasons |
minimax/m2-her | 200k | - | 0.3/1.2 | reasons |
minimax/minimax-m2 | 204800 | - | 0.3/1.2 | reasons |
minimax/minimax-m2.1 | 204800 | - | 0.3/1.2 | reasons |
minimax/minimax-m2.1-lightning | 204800 | - | 0.3/2.4 | reasons |
minimax/minimax-m2.5 | 204800 | - | 0.3/1.2 | reasons |
minimax/minimax-m2.5-lightning | 204800 | - | 0.3/2.4 | reasons |
minimax/minimax-m2.7 | 204800 | - | 0.3/1.2 | reasons |
minimax/minimax-m2.7-highspeed | 200k | - | 0.6/2.4 | reasons |
minimax/minimax-m3 | 1131k | - | 0.6/2.4 | reasons |
moonshotai/kimi-k2.5 | 262144 | - | 0.6/3 | image reasons |
moonshotai/kimi-k2.6 | 262144 | - | 0.95/4 | image reasons |
moonshotai/kimi-k2.7-code | 262144 | - | 0.95/4 | image reasons |
moonshotai/kimi-k2.7-highspeed | 262144 | - | 1.9/8 | image reasons |
moonshotai/kimi-k3 | 1048576 | - | 3/15 | image reasons |
openai/gpt-4.1 | 1047576 | - | 2/8 | image file |
openai/gpt-4.1-mini | 1047576 | - | 0.4/1.6 | image file |
openai/gpt-4o | 128k | 16384 | 2.5/10 | image file |
openai/gpt-4o-mini | 128k | 16384 | 0.15/0.6 | image file |
openai/gpt-5 | 256k | - | 1.25/10 | image file reasons |
openai/gpt-5-mini | 256k | - | 0.25/2 | image file |
openai/gpt-5-nano | 128k | - | 0.05/0.4 | image file |
openai/gpt-5.1 | 256k | - | 1.25/10 | image file reasons |
openai/gpt-5.1-codex-max | 256k | - | 1.25/10 | image file reasons |
openai/gpt-5.1-codex-mini | 256k | - | 0.25/2 | image file reasons |
openai/gpt-5.2 | 512k | - | 1.75/14 | image file reasons |
openai/gpt-5.2-codex | 512k | - | 1.75/14 | image file reasons |
openai/gpt-5.3-codex | 512k | - | 1.75/14 | image file reasons |
openai/gpt-5.4 | 1050k | - | 2.5/15 | image file reasons |
openai/gpt-5.4-mini | 400k | - | 0.75/4.5 | image file reasons |
openai/gpt-5.4-nano | 400k | - | 0.2/1.25 | image file reasons |
openai/gpt-5.4-pro | 1050k | - | 30/180 | image file reasons |
openai/gpt-5.5 | 1050k | - | 5/30 | image file reasons |
openai/gpt-5.6-luna | 1050k | - | 1/6 | image file reasons |
openai/gpt-5.6-sol | 1050k | - | 5/30 | image file reasons |
openai/gpt-5.6-terra | 1050k | - | 2.5/15 | image file reasons |
volcengine/doubao-seed-1-6 | 256k | - | 0.12/0.29 | image reasons |
volcengine/doubao-seed-1-6-flash | 256k | - | 0.03/0.22 | image |
volcengine/doubao-seed-1-6-vision | 256k | - | 0.12/1.15 | image |
volcengine/doubao-seed-1-8 | 256k | - | 0.12/0.29 | image reasons |
volcengine/doubao-seed-2.0-code | 256k | - | 0.67/3.36 | image reasons |
volcengine/doubao-seed-2.0-lite | 256k | - | 0.13/0.76 | image reasons |
volcengine/doubao-seed-2.0-mini | 256k | - | 0.06/0.56 | image reasons |
volcengine/doubao-seed-2.0-pro | 256k | - | 0.67/3.36 | image reasons |
volcengine/doubao-seed-2.1-pro | 256k | - | 0.884/4.42 | image reasons |
volcengine/doubao-seed-2.1-turbo | 256k | - | 0.442/2.212 | image reasons |
volcengine/doubao-seed-character | 256k | - | 0.177/0.884 | reasons |
volcengine/doubao-seed-evolving | 256k | - | 0.884/4.42 | image reasons |
x-ai/grok-4.1-fast | 2M | - | 0.2/0.5 | image |
x-ai/grok-4.20 | 2M | - | 4/12 | image |
x-ai/grok-4.3 | 1M | - | 1.25/2.5 | image reasons |
x-ai/grok-4.5 | 500k | - | 2/6 | image reasons |
x-ai/grok-4.6 | 500k | - | 2/6 | image reasons |
z-ai/glm-4.6 | 200k | - | 0.4/1.9 | reasons |
z-ai/glm-4.7 | 200k | - | 0.4/2 | reasons |
z-ai/glm-4.7-flashx | 200k | - | 0.072/0.43 | reasons |
z-ai/glm-5 | 200k | - | 1/3.2 | reasons |
z-ai/glm-5-turbo | 200k | - | 1.2/4 | reasons |
z-ai/glm-5.1 | 200k | - | 1.4/4.4 | reasons |
z-ai/glm-5.2 | 1048576 | - | 1.4/4.4 | reasons |
z-ai/glm-5.3 | 1048576 | - | 1.4/4.4 | reasons |
z-ai/glm-5.3-flash | 1048576 | - | 0.15/0.5 | image reasons |
z-ai/glm-5v-turbo | 200k | - | 1.2/4 | image file reasons |
ofox/mini | 128k | - | 0/0 | |
ofox/pro | 1M | - | 0/0 | image file audio video reasons |
`;
