import { z } from 'zod';
import { NOTICE_KINDS } from '../../../shared/domain/validation/notices.ts';
import { deskOrder } from '../../../shared/contract/index.ts';
import type { Log } from '../files/log.ts';
import type { DataProcess } from './data-process.ts';

/** What is not sent yet: said without being asked, when it changes. */
const statusMessage = z.object({
  type: z.literal('status'),
  /** Edits that the server does not have. */
  notSent: z.number().int().nonnegative(),
  /** Of these: what a person must settle. */
  needsPerson: z.number().int().nonnegative(),
});

/** What waits for the person, and what they have not read: said when it changes. */
const inboxMessage = z.object({
  type: z.literal('inbox'),
  mine: z.number().int().nonnegative(),
  overdue: z.number().int().nonnegative(),
  notices: z
    .array(
      z.object({
        key: z.string().max(300),
        kind: z.enum(NOTICE_KINDS),
        id: z.string().max(100),
        label: z.string().max(1000),
      }),
    )
    .max(50),
});

/** A window wants the person asked for a map archive. */
const pickArchive = z.object({ type: z.literal('pick-archive') });

/** A window exports something: the person is to say where to. */
const pickTarget = z.object({ type: z.literal('pick-target'), id: z.number().int(), name: z.string().min(1).max(300) });

/** A person signs in, or out, in their browser. Who hears it checks the address. */
const openBrowser = z.object({ type: z.literal('open-browser'), url: z.string().max(20_000) });

/** What the keychain shall keep; null: nothing any more. */
const keepSecret = z.object({ type: z.literal('keep-secret'), secret: z.string().max(100_000).nullable() });

const hostMessage = z.discriminatedUnion('type', [
  statusMessage,
  inboxMessage,
  pickArchive,
  pickTarget,
  openBrowser,
  keepSecret,
  ...deskOrder.options,
]);
/** All that the data host says to the shell. */
export type HostMessage = z.infer<typeof hostMessage>;

/** Checks what the data host says before anyone hears it. */
export function listenToHost(
  dataProcess: Pick<DataProcess<never>, 'onMessage'>,
  log: Log,
  listener: (message: HostMessage) => void,
): void {
  dataProcess.onMessage((message) => {
    const parsed = hostMessage.safeParse(message);
    if (parsed.success) listener(parsed.data);
    else log.error('the data process sent what is no message', { issue: parsed.error.issues[0]?.message });
  });
}
