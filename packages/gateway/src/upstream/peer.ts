import type { ProtocolName } from '@ofoxai/core';

/** Where a node's provider is, and what it speaks. */
export interface Peer {
  readonly protocol: ProtocolName;
  readonly address: string;
  readonly port: number;
}
