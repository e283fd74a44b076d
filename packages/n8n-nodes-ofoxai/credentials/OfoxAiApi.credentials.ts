import type {
  IAuthenticateRuleResponseCode,
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';
import { fallbackProperty, routingProperty } from '../shared/provider-properties.ts';

/** The path of the API's own address that belongs to one protocol is taken for the API's. */
const BASE_URL = '={{$credentials.baseUrl.replace(/\\/+$/, "").replace(/\\/v1$/, "")}}';

const WRONG_URL = 'The base URL is wrong: there is a server, but no OfoxAI API at this address.';

export class OfoxAiApi implements ICredentialType {
  name = 'ofoxAiApi';

  displayName = 'OfoxAI API';

  icon = {
    light: 'file:../icons/ofoxai.svg',
    dark: 'file:../icons/ofoxai.dark.svg',
  } as const;

  documentationUrl =
    'https://github.com/ofoxai/ofox/tree/main/packages/n8n-nodes-ofoxai#credentials';

  properties: INodeProperties[] = [
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      required: true,
      default: '',
    },
    {
      displayName: 'Base URL',
      name: 'baseUrl',
      type: 'string',
      required: true,
      default: 'https://api.ofox.ai',
      placeholder: 'https://api.ofox.ai',
      description:
        'Leave as it is for the hosted service. For a gateway of your own, the address that it prints when it starts, such as http://127.0.0.1:8787.',
    },
    {
      ...routingProperty,
      options: [
        { name: 'Decided by the Service', value: '' },
        ...(routingProperty.options as { name: string; value: string }[]),
      ],
      default: '',
      displayName: 'Default Routing',
    },
    { ...fallbackProperty, displayName: 'Default Fallback Models' },
  ];

  authenticate = async (
    credentials: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> => {
    const key = String(credentials.apiKey ?? '').trim();
    const path = requestOptions.url.replace(/^https?:\/\/[^/]*/, '');
    const header = path.includes('/anthropic/')
      ? { 'x-api-key': key }
      : path.includes('/gemini/')
        ? { 'x-goog-api-key': key }
        : { authorization: `Bearer ${key}` };
    return { ...requestOptions, headers: { ...requestOptions.headers, ...header } };
  };

  // An empty conversation: the key is checked before the body is refused with 400, so nothing is
  // charged. The model list would not do, as it is public. Whatever answers without the API's form
  // of an error, as a web page does, is something else.
  test: ICredentialTestRequest = {
    request: {
      baseURL: BASE_URL,
      url: '/v1/chat/completions',
      method: 'POST',
      body: { messages: [] },
      ignoreHttpStatusErrors: {
        ignore: true,
        except: [401, 402, 403, 404, 405, 410, 429, 500, 501, 502, 503, 504],
      },
    },
    rules: [
      rule(401, 'The API key is not valid. Check that it was copied whole, without spaces.'),
      rule(402, 'The API key is valid, but the account has no credit left.'),
      rule(403, 'The API key is not allowed to use the API.'),
      rule(404, WRONG_URL),
      rule(405, WRONG_URL),
      rule(410, WRONG_URL),
      rule(429, 'The API key has reached its limit of requests. Try again in a minute.'),
      rule(501, WRONG_URL),
      {
        type: 'responseSuccessBody',
        properties: { key: 'error.type', value: undefined, message: WRONG_URL },
      },
    ] as IAuthenticateRuleResponseCode[],
  };
}

function rule(value: number, message: string) {
  return { type: 'responseCode' as const, properties: { value, message } };
}
