import { z } from 'zod';
import { busEvent } from '../api/index.ts';
import { event } from '../rpc/index.ts';

export const businessEvents = {
  /** What has happened on the server, in order and each once while the data host runs. After it was killed, its last second may come again. */
  'events.heard': event(z.object({ events: z.array(busEvent) })),
};
