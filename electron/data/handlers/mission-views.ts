import type { missionViewMethods } from '../../../shared/contract/index.ts';
import type { Views } from '../views/views.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createMissionViewHandlers(views: Views): MethodHandlers<typeof missionViewMethods> {
  return {
    'missionViews.list': () => views.now(),
    'missionViews.save': ({ view }) => views.save(view),
    'missionViews.remove': ({ id }) => {
      views.remove(id);
      return {};
    },
    'missionViews.setDefault': ({ id }) => {
      views.setDefault(id);
      return {};
    },
  };
}
