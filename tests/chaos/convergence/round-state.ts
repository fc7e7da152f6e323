import type { ChaosClient, LateRequest } from './chaos-client.ts';
import type { ChaosServer } from './chaos-server.ts';
import type { KeptEdit } from './make-edit.ts';

/** What a round has done so far. */
export interface RoundState {
  server: ChaosServer;
  clients: ChaosClient[];
  /** All edits that a desktop said it has kept, by mutation id, and on which desktop. */
  kept: Map<string, KeptEdit & { client: number }>;
  /** Those that a person settled otherwise: another edit stands for them, or none. */
  settled: Set<string>;
  late: LateRequest[];
  marks: number;
}

/** What is compared at the end. */
export type Outcome = Pick<RoundState, 'server' | 'kept' | 'settled'> & { clients: Pick<ChaosClient, 'window'>[] };
