import type { VigieContract } from '../../../shared/contract/index.ts';
import { type Handlers, RpcError } from '../../../shared/rpc/index.ts';

const nothing = (): never => {
  throw new RpcError('not-found', 'nothing is recorded');
};

/** A data host that has recorded nothing. */
export const noRecordings = {
  methods: {
    'recordings.span': () => ({ stretches: [], bytes: 0, limits: null }),
    'recordings.track': nothing,
    'recordings.slots': nothing,
    'replay.steer': nothing,
  },
  streams: { 'replay.frames': nothing },
} satisfies {
  methods: Pick<
    Handlers<VigieContract>['methods'],
    'recordings.span' | 'recordings.track' | 'recordings.slots' | 'replay.steer'
  >;
  streams: Pick<Handlers<VigieContract>['streams'], 'replay.frames'>;
};
