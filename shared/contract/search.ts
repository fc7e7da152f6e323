import { z } from 'zod';
import { alarm } from '../domain/alarms/alarm.ts';
import { billingCycle } from '../domain/billing-cycle.ts';
import { incident } from '../domain/shift/incident.ts';
import { thirdParty } from '../domain/third-party.ts';
import { vehicle } from '../domain/vehicle.ts';
import { method } from '../rpc/index.ts';
import { missionRow } from './missions.ts';
import { searchText } from './page.ts';

/** How well a row answers: it is called so; its name begins so; a word of it begins so. */
export const SEARCH_MATCHES = ['exact', 'start', 'word'] as const;
const match = { match: z.enum(SEARCH_MATCHES) };

/** The best few rows of each kind, the best first. */
export const searchResult = z.object({
  vehicles: z.array(vehicle.extend(match)),
  missions: z.array(missionRow.extend(match)),
  thirdParties: z.array(thirdParty.pick({ id: true, name: true, type: true, contactInfo: true }).extend(match)),
  billingCycles: z.array(
    billingCycle.pick({ id: true, label: true, state: true, periodStart: true, periodEnd: true }).extend(match),
  ),
  /** Standing ones first, then the newest; `subject`: what it is about, as people call it. */
  alarms: z.array(
    alarm
      .pick({ id: true, ruleName: true, kind: true, priority: true, raisedAt: true, closedAt: true })
      .extend({ subject: z.string(), ...match }),
  ),
  /** Those that are not closed first, the gravest of them on top. */
  incidents: z.array(
    incident.pick({ id: true, title: true, status: true, priority: true, owner: true, openedAt: true }).extend(match),
  ),
});
export type SearchResult = z.infer<typeof searchResult>;

export const searchMethods = {
  /** Every kind of row at once: each word of `text` must start a word of the row. `limit`: rows of each kind. */
  'search.all': method(z.strictObject({ text: searchText, limit: z.number().int().min(1).max(20) }), searchResult),
};
