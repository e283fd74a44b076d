// What passes is tried again: twice by default, after the time that the answer asks for, otherwise
// after half a second that doubles.
import { OfoxClient, OfoxError } from '@ofoxai/core';

const messages = [{ role: 'user' as const, content: 'Say hello.' }];

// ":flaky-2" makes every second request to an offline model fail.
const client = new OfoxClient({ maxRetries: 3 });
for (let call = 1; call <= 3; call++) {
  const { response } = await client.chat({ model: 'openai/gpt-4o:flaky-2', messages });
  const tries = response.attempts.map(({ kind = 'answered' }) => kind);
  console.log(`call ${call}: ${tries.join(', then ')}`);
}

// What would fail again is not: here a 400, once.
try {
  await client.chat({ model: 'openai/gpt-4o:error-400', messages });
} catch (error) {
  if (!OfoxError.is(error)) throw error;
  console.log(`${error.kind} after ${error.attempts?.length} try`);
}
