import type { Exchange } from '../http/exchange.ts';
import type { WholeAnswer } from '../upstream/answer.ts';
import type { NodeRoute } from '../upstream/node.ts';
import { recordUsage, warningsHeader } from './reply-record.ts';

/** Answers with what a node has answered in one piece. */
export function sendWhole(exchange: Exchange, answer: WholeAnswer, route: NodeRoute): void {
  const { record } = exchange;
  record.servedModel = answer.model;
  record.firstOutputMs = exchange.elapsed();
  if (answer.usage) recordUsage(record, answer.usage, route);
  const head = exchange.jsonHead();
  if (exchange.warnings.length + answer.warnings.length > 0) {
    head.push(...warningsHeader([...exchange.warnings, ...answer.warnings]));
  }
  exchange.send(200, answer.body, head, answer.coding);
}
