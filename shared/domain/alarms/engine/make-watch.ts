import { ExitWatch } from './exit-watch.ts';
import { FeedWatch } from './feed-watch.ts';
import { HeadwayWatch } from './headway-watch.ts';
import { LongStopWatch } from './long-stop-watch.ts';
import { MissionWatch } from './mission-watch.ts';
import { PresenceWatch } from './presence-watch.ts';
import { SilentWatch } from './silent-watch.ts';
import { SpeedWatch } from './speed-watch.ts';
import { SuspectWatch } from './suspect-watch.ts';
import type { EngineRule } from './types.ts';
import type { Watch, WatchContext } from './watch.ts';

export function makeWatch(rule: EngineRule, context: WatchContext): Watch {
  const { parameters } = rule.rule;
  switch (parameters.kind) {
    case 'silent':
      return new SilentWatch(rule, parameters, context);
    case 'speed':
      return new SpeedWatch(rule, parameters, context);
    case 'geofence-enter':
    case 'geofence-dwell':
      return new PresenceWatch(rule, parameters, context);
    case 'geofence-exit':
      return new ExitWatch(rule, parameters, context);
    case 'long-stop':
      return new LongStopWatch(rule, parameters, context);
    case 'late-mission':
      return new MissionWatch(rule, parameters, context);
    case 'headway':
      return new HeadwayWatch(rule, parameters, context);
    case 'suspect-position':
      return new SuspectWatch(rule, context);
    case 'feed-down':
      return new FeedWatch(rule, parameters, context);
  }
}
