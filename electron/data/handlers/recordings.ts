import type { recordingMethods, VigieContract } from '../../../shared/contract/index.ts';
import { type Handlers, RpcError } from '../../../shared/rpc/index.ts';
import type { Recordings } from '../recording/recordings.ts';
import type { Walls } from '../walls/walls.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createRecordingHandlers(recordings: Recordings): MethodHandlers<typeof recordingMethods> {
  return {
    'recordings.span': () => recordings.span(),
    'recordings.track': (asked) => recordings.track(asked),
    async 'recordings.slots'({ streamId, vehicleIds }) {
      const ids = await recordings.directory(streamId);
      if (ids === undefined)
        throw new RpcError('not-found', `stream ${streamId} is not recorded`, { field: 'streamId' });
      const slots = new Map(ids.map((id, slot) => [id, slot]));
      return { slots: vehicleIds.map((id) => slots.get(id) ?? null) };
    },
    'replay.steer': ({ player, ...steering }) => recordings.steer(player, steering),
  };
}

export function createReplayStreams(
  recordings: Recordings,
  walls: Pick<Walls, 'holdReplay'>,
): Pick<Handlers<VigieContract>['streams'], 'replay.frames'> {
  return {
    'replay.frames'({ player, group, ...start }) {
      const frames = recordings.openFrames(player, start);
      if (group === undefined) return frames;
      const letGo = walls.holdReplay(group.wall, group.group);
      return {
        ...frames,
        dispose() {
          letGo();
          frames.dispose();
        },
      };
    },
  };
}
