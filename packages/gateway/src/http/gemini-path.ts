import { decodePath } from './decode-path.ts';
import { type Endpoint, type NoEndpoint, POST, READ } from './endpoint.ts';

const VERSIONS = new Set(['v1', 'v1beta', 'v1beta1', 'v1alpha']);

type Method = Pick<Endpoint, 'name' | 'stream'>;

const METHODS: Record<string, Method> = {
  generateContent: { name: 'chat', stream: false },
  streamGenerateContent: { name: 'chat', stream: true },
  countTokens: { name: 'count-tokens' },
  embedContent: { name: 'embeddings' },
  batchEmbedContents: { name: 'embeddings' },
};

const ASK = `A model's path ends with a colon and one of ${Object.keys(METHODS).join(', ')}.`;

const MODEL_LIST: Endpoint = { name: 'model-list', protocol: 'gemini', methods: READ };

const PUBLISHER =
  /^(?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/([^/]+)\/(?:models\/)?(.+)$/;

/**
 * Finds the endpoint of a path behind `/gemini/`, as the several Google SDKs build it: any of four
 * versions; `models/` before the id or not; `publishers/P/models/M` for `P/M`; slashes and colons
 * raw or escaped; the method behind the last colon. An id without a vendor is Google's.
 */
export function findGeminiEndpoint(path: string): Endpoint | NoEndpoint {
  const slash = path.indexOf('/');
  const version = slash === -1 ? path : path.slice(0, slash);
  if (!VERSIONS.has(version)) {
    const known = [...VERSIONS].join(', ');
    return none(`Behind /gemini/ comes a version (${known}), which the SDK adds itself.`);
  }
  const rest = decodePath(path.slice(version.length + 1));
  if (rest === undefined) return none('The path holds a malformed escape.');
  if (VERSIONS.has(rest.slice(0, rest.indexOf('/')))) {
    return none('The path names a version twice: the base URL must end with /gemini.');
  }
  if (rest === 'models' || rest === 'models/') return MODEL_LIST;
  return findModelEndpoint(rest);
}

function findModelEndpoint(rest: string): Endpoint | NoEndpoint {
  const colon = rest.lastIndexOf(':');
  const method = colon === -1 ? undefined : rest.slice(colon + 1);
  if (method !== undefined && Object.hasOwn(METHODS, method)) {
    const model = modelId(rest.slice(0, colon));
    if (model === '') return none('The path names no model.');
    const { name, stream } = METHODS[method] as Method;
    if (stream === undefined) return { name, protocol: 'gemini', methods: POST, model };
    return { name, protocol: 'gemini', methods: POST, model, stream };
  }
  if (rest.startsWith('models/')) {
    return { name: 'model', protocol: 'gemini', methods: READ, model: modelId(rest), hint: ASK };
  }
  return none(ASK);
}

function modelId(path: string): string {
  const id = path.startsWith('models/') ? path.slice('models/'.length) : path;
  const published = id.includes('publishers/') ? PUBLISHER.exec(id) : null;
  if (published) return `${published[1]}/${published[2]}`;
  return id === '' || id.includes('/') ? id : `google/${id}`;
}

function none(hint: string): NoEndpoint {
  return { name: 'none', protocol: 'gemini', hint };
}
