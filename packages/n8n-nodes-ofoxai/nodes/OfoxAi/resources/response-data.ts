import type { ResponseInfo } from '@ofoxai/core';
import type { IDataObject } from 'n8n-workflow';
import { costNumber } from '../../../shared/usage-data.ts';

/** What every output tells of the call: who answered, what it cost, and by which id it is known. */
export function responseData(
  response: ResponseInfo,
  servedModel: string | undefined,
  options: IDataObject,
): IDataObject {
  const { provider, requestId, warnings, headers, attempts } = response;
  const model = servedModel ?? response.servedModel;
  const cost = costNumber(response.cost);
  const failed = attempts.filter(({ kind }) => kind !== undefined);
  return {
    ...(model ? { model } : {}),
    ...(provider ? { provider } : {}),
    ...(requestId ? { requestId } : {}),
    ...(cost === undefined ? {} : { cost }),
    ...(failed.length > 0 ? { attempts: attempts.map((attempt) => ({ ...attempt })) } : {}),
    ...(warnings.length > 0 ? { warnings: warnings.map((warning) => ({ ...warning })) } : {}),
    ...(options.includeHeaders ? { headers } : {}),
  };
}
