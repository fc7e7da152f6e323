import type { WindowClient } from '../../connection/index.ts';
import { nameKey } from './paste-plan.ts';

/** Rows that are looked at for one name. */
const LIMIT = 50;
/** Names that are looked up at a time. */
const AT_A_TIME = 8;

/** The ids of the rows that are called so, exactly, case and accents aside. */
export async function lookUpNames(
  client: WindowClient,
  field: 'thirdPartyId' | 'billingCycleId',
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (let first = 0; first < names.length; first += AT_A_TIME) {
    const asked = names.slice(first, first + AT_A_TIME);
    const ids = await Promise.all(asked.map((name) => idsOf(client, field, name, signal)));
    for (const [index, name] of asked.entries()) found.set(nameKey(name), ids[index] ?? []);
  }
  return found;
}

async function idsOf(
  client: WindowClient,
  field: 'thirdPartyId' | 'billingCycleId',
  name: string,
  signal: AbortSignal,
): Promise<string[]> {
  const asked = { filter: { text: name.slice(0, 200) }, offset: 0, limit: LIMIT };
  const isSame = (other: string) => nameKey(other) === nameKey(name);
  if (field === 'thirdPartyId') {
    const { rows } = await client.request('thirdParties.page', asked, { signal });
    return rows.filter((row) => isSame(row.name)).map(({ id }) => id);
  }
  const { rows } = await client.request('billingCycles.page', asked, { signal });
  return rows.filter((row) => isSame(row.label)).map(({ id }) => id);
}
