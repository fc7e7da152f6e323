import type { VigieContract } from '../../../shared/contract/index.ts';
import type { ParamsOf } from '../../../shared/rpc/index.ts';

/** What a window asks of the missions: a filter, a sort, and which rows of the result. */
export type MissionQuery = ParamsOf<VigieContract, 'missions.page'>;
