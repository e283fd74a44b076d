/**
 * The image models of the API on 2026-08-30: id, USD per image (`-` where it is paid by the token
 * at a price that is not known), `chat` if it also draws in a conversation, and other ids.
 */
export const IMAGE_MODELS = `
openai/gpt-image-1.5 | - | |
openai/gpt-image-2 | - | |
google/gemini-2.5-flash-image | - | chat |
google/gemini-3-pro-image | - | chat | google/gemini-3-pro-image-preview
google/gemini-3.1-flash-image | - | chat | google/gemini-3.1-flash-image-preview
google/gemini-3.1-flash-lite-image | - | chat |
microsoft/mai-image-2.5 | - | |
microsoft/mai-image-2.5-flash | - | |
microsoft/mai-image-2.5-pro | - | |
bailian/qwen-image-3.0 | 0.03 | | qwen/qwen-image-3.0
bailian/qwen-image-3.0-pro | 0.04 | | qwen/qwen-image-3.0-pro
volcengine/doubao-seedream-4.5 | 0.04 | |
volcengine/doubao-seedream-5.0-lite | 0.035 | |
volcengine/doubao-seedream-5.0-pro | 0.05 | |
ofox/image | 0 | |
`;
