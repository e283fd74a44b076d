#!/bin/sh
# The same question in each of the three protocols.
set -eu
: "${OFOX_BASE_URL:=https://api.ofox.ai}"

curl --fail-with-body -sS "$OFOX_BASE_URL/v1/chat/completions" -H "authorization: Bearer $OFOX_API_KEY" \
  -H 'content-type: application/json' -d '{
    "model": "openai/gpt-4o",
    "messages": [{"role": "user", "content": "What is 6 * 7?"}]
  }'
echo
curl --fail-with-body -sS "$OFOX_BASE_URL/anthropic/v1/messages" -H "x-api-key: $OFOX_API_KEY" \
  -H 'anthropic-version: 2023-06-01' -H 'content-type: application/json' -d '{
    "model": "anthropic/claude-sonnet-4.5", "max_tokens": 100,
    "messages": [{"role": "user", "content": "What is 6 * 7?"}]
  }'
echo
MODEL=google/gemini-3-flash-preview
curl --fail-with-body -sSN "$OFOX_BASE_URL/gemini/v1beta/models/$MODEL:streamGenerateContent?alt=sse" \
  -H "x-goog-api-key: $OFOX_API_KEY" -H 'content-type: application/json' \
  -d '{"contents": [{"parts": [{"text": "What is 6 * 7?"}]}]}'
