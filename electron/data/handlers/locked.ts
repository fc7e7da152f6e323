import {
  editMethods,
  geofenceMethods,
  outboxMethods,
  type Session,
  type VigieContract,
} from '../../../shared/contract/index.ts';
import { type Handlers, RpcError } from '../../../shared/rpc/index.ts';

/** Methods that change something, or show what is being done: none of them is a wall's. */
const NOT_WHILE_LOCKED: ReadonlySet<string> = new Set([
  ...Object.keys(editMethods),
  ...Object.keys(outboxMethods),
  ...Object.keys(geofenceMethods).filter((name) => !/\.(page|get|list)$/.test(name)),
  'thirdParties.tellApart',
  'thirdParties.maybeSame',
  'books.writeRateCard',
  'books.writeSettings',
  'workflows.write',
  'workflows.remove',
  'cycles.assign',
  'missionViews.save',
  'missionViews.remove',
  'missionViews.setDefault',
  'invoices.ofCycle',
  'walls.save',
  'walls.remove',
]);

/**
 * The same handlers, of which those that change something refuse while the windows are covered. What walls show goes on: they are for
 * many eyes, and covered only where the settings say so.
 */
export function whileUnlocked(
  handlers: Handlers<VigieContract>,
  session: { now(): Pick<Session, 'lock'> },
): Handlers<VigieContract> {
  const guarded = Object.entries(handlers.methods).map(([name, handler]) => [
    name,
    NOT_WHILE_LOCKED.has(name) ? refusing(handler as (...args: unknown[]) => unknown) : handler,
  ]);

  function refusing(handler: (...args: unknown[]) => unknown) {
    return (...args: unknown[]) => {
      if (session.now().lock !== null) throw new RpcError('locked', 'the windows are locked: sign in again');
      return handler(...args);
    };
  }
  return { ...handlers, methods: Object.fromEntries(guarded) as Handlers<VigieContract>['methods'] };
}
