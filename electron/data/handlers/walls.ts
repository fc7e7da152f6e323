import type { wallMethods } from '../../../shared/contract/index.ts';
import type { Walls } from '../walls/walls.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createWallHandlers(walls: Walls): MethodHandlers<typeof wallMethods> {
  return {
    'walls.list': () => walls.list(),
    'walls.get': ({ wall }) => walls.now(wall),
    'walls.save': ({ wall }) => done(() => walls.save(wall)),
    'walls.remove': ({ wall }) => done(() => walls.remove(wall)),
    'walls.open': ({ wall }) => done(() => walls.open(wall)),
    'walls.close': ({ wall }) => done(() => walls.close(wall)),
    'walls.camera': ({ wall, span, camera, begins }) => done(() => walls.move(wall, span, camera, begins)),
    'walls.replay': ({ wall, group, replay }) => done(() => walls.replay(wall, group, replay)),
    'walls.show': ({ wall, focus }) => done(() => walls.show(wall, focus)),
    'displays.list': () => ({ displays: walls.displays() }),
    'displays.identify': () => done(() => walls.identify()),
  };
}

function done(action: () => void): Record<string, never> {
  action();
  return {};
}
