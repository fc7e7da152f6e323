import path from 'node:path';
import { z } from 'zod';
import { type DrillDesktop, startFullDesktop, startLightDesktop } from './desktop.ts';
import { add, FAULTLESS, judge, type Verdict } from './verdict.ts';

/** What a process of desktops is told, and what it answers: one answer to each. */
const order = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    server: z.object({ url: z.string(), token: z.string() }),
    light: z.number(),
    full: z.number(),
    folder: z.string(),
  }),
  z.object({ type: z.literal('where') }),
  z.object({
    type: z.literal('judge'),
    from: z.number(),
    to: z.number(),
    missions: z.array(z.tuple([z.string(), z.number()])),
  }),
  z.object({ type: z.literal('stop') }),
]);
export type Order = z.infer<typeof order>;

export interface Answers {
  start: { ready: number };
  /** The place of the desktop that is furthest behind. */
  where: { ready: number; position: number };
  judge: Verdict;
  stop: Record<string, never>;
}

const desktops: DrillDesktop[] = [];

async function carryOut(asked: Order): Promise<Answers[Order['type']]> {
  switch (asked.type) {
    case 'start':
      for (let index = 0; index < asked.full; index++)
        desktops.push(await startFullDesktop(asked.server, path.join(asked.folder, String(index))));
      for (let index = 0; index < asked.light; index++) desktops.push(startLightDesktop(asked.server));
      return { ready: 0 };
    case 'where':
      return {
        ready: desktops.filter((desktop) => desktop.isReady()).length,
        position: Math.min(...desktops.map(({ heard }) => heard.at(-1)?.position ?? 0)),
      };
    case 'judge': {
      const truth = new Map(asked.missions);
      const verdicts = await Promise.all(desktops.map((desktop) => judge(desktop, asked, truth)));
      return verdicts.reduce(add, FAULTLESS);
    }
    case 'stop':
      await Promise.all(desktops.map((desktop) => desktop.close()));
      return {};
  }
}

process.on('message', (message) => {
  const { id, ...asked } = z.looseObject({ id: z.number() }).parse(message);
  void carryOut(order.parse(asked)).then(
    (answer) => process.send?.({ id, answer }, () => asked['type'] === 'stop' && process.exit(0)),
    (error: unknown) => process.send?.({ id, failure: error instanceof Error ? error.stack : String(error) }),
  );
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
