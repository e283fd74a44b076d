import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  type ElicitRequestFormParams,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';

type FormSchema = ElicitRequestFormParams['requestedSchema'];

const codec = createRequestStateCodec<{ round: number }>({ key: 'k'.repeat(32) });

/** How the server checks the state that clients bring back. */
export const requestState = { verify: codec.verify };

const text = (value: string) => ({ content: [{ type: 'text' as const, text: value }] });

function form(...names: string[]): FormSchema {
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  return { type: 'object', properties, required: names };
}

const elicit = (message: string, requestedSchema: FormSchema) =>
  inputRequired.elicit({ mode: 'form', message, requestedSchema });

const sample = (prompt: string, maxTokens: number) =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text: prompt } }],
    maxTokens,
  });

/** The referee's tools and prompts that ask the client for something before they answer. */
export function registerInputFixtures(server: McpServer): void {
  const config = { description: 'Fixture' };
  const asks = (name: string, key: string, request: ReturnType<typeof elicit>) => {
    server.registerTool(name, config, ({ mcpReq }) => {
      const answer = inputResponse(mcpReq.inputResponses, key);
      if (answer.kind === 'missing') return inputRequired({ inputRequests: { [key]: request } });
      return text(`Elicitation completed: ${JSON.stringify(answer)}`);
    });
  };
  asks(
    'test_input_required_result_sampling',
    'capital_question',
    sample('What is the capital of France?', 100),
  );
  asks('test_input_required_result_list_roots', 'client_roots', inputRequired.listRoots());
  asks('test_elicitation_sep1034_defaults', 'defaults', elicit('Defaults', DEFAULTS));
  asks('test_elicitation_sep1330_enums', 'enums', elicit('Enums', ENUMS));
  server.registerTool('test_input_required_result_elicitation', config, ({ mcpReq }) => {
    const named = acceptedContent(
      mcpReq.inputResponses,
      'user_name',
      z.object({ name: z.string() }),
    );
    if (named) return text(`Hello, ${named.name}!`);
    return inputRequired({
      inputRequests: { user_name: elicit('What is your name?', form('name')) },
    });
  });
  server.registerTool(
    'test_sampling',
    { ...config, inputSchema: z.object({ prompt: z.string() }) },
    ({ prompt }, { mcpReq }) => {
      const answer = inputResponse(mcpReq.inputResponses, 'answer');
      if (answer.kind === 'missing') {
        return inputRequired({ inputRequests: { answer: sample(prompt, 100) } });
      }
      return text(`LLM response: ${JSON.stringify(answer)}`);
    },
  );
  server.registerTool(
    'test_elicitation',
    { ...config, inputSchema: z.object({ message: z.string() }) },
    ({ message }, { mcpReq }) => {
      const answer = inputResponse(mcpReq.inputResponses, 'user');
      if (answer.kind !== 'missing') return text(`User response: ${JSON.stringify(answer)}`);
      return inputRequired({ inputRequests: { user: elicit(message, form('username', 'email')) } });
    },
  );
  server.registerTool('test_streaming_elicitation', config, () =>
    inputRequired({ inputRequests: { user: elicit('Who are you?', form('name')) } }),
  );
  // What a client cannot give is refused by the SDK, with the capability that is missing.
  asks('test_missing_capability', 'sampled', sample('Say hello', 50));
  server.registerTool('test_input_required_result_capabilities', config, (context) => {
    const { sampling, elicitation } = capabilitiesOf(context);
    return inputRequired({
      inputRequests: {
        ...(sampling && { sampled: sample('Say hello', 50) }),
        ...(elicitation && { asked: elicit('Say hello', form('hello')) }),
      },
    });
  });
  registerStateFixtures(server);
  server.registerPrompt('test_input_required_result_prompt', config, ({ mcpReq }) => {
    const answer = inputResponse(mcpReq.inputResponses, 'user_context');
    if (answer.kind === 'missing') {
      const user_context = elicit('What context should the prompt use?', form('context'));
      return inputRequired({ inputRequests: { user_context } });
    }
    const content = { type: 'text' as const, text: JSON.stringify(answer) };
    return { messages: [{ role: 'user' as const, content }] };
  });
}

function registerStateFixtures(server: McpServer): void {
  const config = { description: 'Fixture' };
  const confirm = elicit('Please confirm', {
    type: 'object',
    properties: { ok: { type: 'boolean' } },
    required: ['ok'],
  });
  for (const name of ['request_state', 'tampered_state']) {
    server.registerTool(`test_input_required_result_${name}`, config, async ({ mcpReq }) => {
      const state = mcpReq.requestState<{ round: number }>();
      if (state?.round === 1) return text('state-ok');
      return inputRequired({
        inputRequests: { confirm },
        requestState: await codec.mint({ round: 1 }),
      });
    });
  }
  server.registerTool('test_input_required_result_multiple_inputs', config, async ({ mcpReq }) => {
    const keys = ['user_name', 'greeting', 'client_roots'];
    const answers = keys.map((key) => inputResponse(mcpReq.inputResponses, key));
    if (answers.every(({ kind }) => kind !== 'missing')) return text(JSON.stringify(answers));
    return inputRequired({
      inputRequests: {
        user_name: elicit('What is your name?', form('name')),
        greeting: sample('Generate a greeting', 50),
        client_roots: inputRequired.listRoots(),
      },
      requestState: await codec.mint({ round: 1 }),
    });
  });
  server.registerTool('test_input_required_result_multi_round', config, async ({ mcpReq }) => {
    const round = mcpReq.requestState<{ round: number }>()?.round ?? 0;
    if (round === 0) {
      return inputRequired({
        inputRequests: { step1: elicit('Step 1: What is your name?', form('name')) },
        requestState: await codec.mint({ round: 1 }),
      });
    }
    if (round === 1) {
      return inputRequired({
        inputRequests: { step2: elicit('Step 2: What is your favorite color?', form('color')) },
        requestState: await codec.mint({ round: 2 }),
      });
    }
    return text('done');
  });
}

function capabilitiesOf({ mcpReq }: ServerContext) {
  const envelope: Partial<Record<string, unknown>> = { ...mcpReq.envelope };
  const declared = envelope[CLIENT_CAPABILITIES_META_KEY];
  return (declared ?? {}) as ClientCapabilities;
}

const DEFAULTS: FormSchema = {
  type: 'object',
  properties: {
    name: { type: 'string', default: 'John Doe' },
    age: { type: 'integer', default: 30 },
    score: { type: 'number', default: 95.5 },
    status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
    verified: { type: 'boolean', default: true },
  },
};

const titled = (...pairs: [string, string][]) =>
  pairs.map(([value, title]) => ({ const: value, title }));

const ENUMS: FormSchema = {
  type: 'object',
  properties: {
    untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
    titledSingle: {
      type: 'string',
      oneOf: titled(
        ['value1', 'First Option'],
        ['value2', 'Second Option'],
        ['value3', 'Third Option'],
      ),
    },
    legacyEnum: {
      type: 'string',
      enum: ['opt1', 'opt2', 'opt3'],
      enumNames: ['Option One', 'Option Two', 'Option Three'],
    },
    untitledMulti: {
      type: 'array',
      items: { type: 'string', enum: ['option1', 'option2', 'option3'] },
    },
    titledMulti: {
      type: 'array',
      items: {
        anyOf: titled(
          ['value1', 'First Choice'],
          ['value2', 'Second Choice'],
          ['value3', 'Third Choice'],
        ),
      },
    },
  },
};
