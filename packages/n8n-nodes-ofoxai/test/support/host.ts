import type {
  IBinaryData,
  IDataObject,
  IExecuteFunctions,
  IHttpRequestOptions,
  INode,
  INodeExecutionData,
  NodeExecutionHint,
} from 'n8n-workflow';
import { OfoxAiApi } from '../../credentials/OfoxAiApi.credentials.ts';

const NODE: INode = {
  id: '1',
  name: 'OfoxAI',
  type: 'n8n-nodes-ofoxai.ofoxAi',
  typeVersion: 1,
  position: [0, 0],
  parameters: {},
};

export interface HostOptions {
  baseUrl: string;
  parameters?: IDataObject;
  items?: INodeExecutionData[];
  apiKey?: string;
  credential?: IDataObject;
  continueOnFail?: boolean;
  signal?: AbortSignal;
}

/** A host that does what n8n's does, with `fetch` in place of its HTTP library. */
export function createHost(options: HostOptions) {
  const { baseUrl, parameters = {}, credential = {} } = options;
  const items: INodeExecutionData[] = options.items ?? [{ json: {} }];
  const credentials = { apiKey: options.apiKey ?? 'sk-test-n8n', baseUrl, ...credential };
  const sent: IHttpRequestOptions[] = [];
  const logged: { type: string; data: unknown }[] = [];
  const hints: string[] = [];
  const host = {
    getNode: () => NODE,
    getInputData: () => items,
    continueOnFail: () => options.continueOnFail === true,
    getExecutionCancelSignal: () => options.signal,
    getCredentials: async () => credentials,
    getNodeParameter(name: string, item = 0, fallback?: unknown, how?: { extractValue?: boolean }) {
      const raw = parameters[name];
      const value = typeof raw === 'function' ? (raw as (item: number) => unknown)(item) : raw;
      const isLocator = how?.extractValue && typeof value === 'object' && value !== null;
      return (isLocator ? (value as IDataObject).value : value) ?? fallback;
    },
    getExecuteData: () => ({ metadata: {} }),
    setMetadata: () => {},
    getNextRunIndex: () => 0,
    logAiEvent: () => {},
    addExecutionHints: (...more: NodeExecutionHint[]) =>
      hints.push(...more.map(({ message }) => message)),
    addInputData(type: string, data: unknown) {
      logged.push({ type: `${type} in`, data });
      return { index: logged.length };
    },
    addOutputData(type: string, _: number, data: unknown) {
      logged.push({ type: `${type} out`, data });
    },
    helpers: {
      assertBinaryData: (item: number, field: string) => items[item]?.binary?.[field],
      async getBinaryDataBuffer(item: number, field: string) {
        return Buffer.from(items[item]?.binary?.[field]?.data ?? '', 'base64');
      },
      async prepareBinaryData(
        data: Buffer,
        fileName: string,
        mimeType: string,
      ): Promise<IBinaryData> {
        return { data: data.toString('base64'), fileName, mimeType };
      },
      async httpRequestWithAuthentication(_type: string, request: IHttpRequestOptions) {
        sent.push(request);
        return send(await new OfoxAiApi().authenticate(credentials, request));
      },
    },
  };
  return { context: host as unknown as IExecuteFunctions, sent, logged, hints };
}

async function send({ url, method, headers, body, abortSignal }: IHttpRequestOptions) {
  const response = await fetch(url, {
    method: method ?? 'GET',
    headers: headers as Record<string, string>,
    redirect: 'manual',
    signal: (abortSignal ?? null) as AbortSignal | null,
    ...(body === undefined ? {} : { body: body as string }),
  });
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: response.body ?? [],
  };
}
