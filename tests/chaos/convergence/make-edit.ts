import type { AskedParamsOf } from '../../../shared/rpc/index.ts';
import type { EditResult, VigieContract } from '../../../shared/contract/index.ts';
import { geometryText } from '../../../shared/domain/index.ts';
import type { ChaosClient } from './chaos-client.ts';
import type { EditKind } from './steps.ts';

/** An edit that was kept, and the value by which its effect is known; null for those without one. */
export interface KeptEdit {
  mutationId: string;
  value: string | null;
}

type PartyRow = { id: string; name: string; contactInfo: { city?: string | undefined } };

/**
 * Makes an edit of a kind, as a person would: of a row that is shown, from what is shown. Each carries a value that nobody else enters.
 * @param mark a number that is used once
 * @returns undefined where there is no such row, or where it is refused at once
 */
export async function makeEdit(
  { window }: Pick<ChaosClient, 'window'>,
  kind: EditKind,
  pick: number,
  mark: number,
): Promise<KeptEdit | undefined> {
  const value = `edit-${mark}`;
  const amountCents = 1_000_000 + mark;
  const all = { filter: { standing: 'all' as const }, offset: 0, limit: 50 };
  const parties = (await window.request('thirdParties.page', all)).rows as PartyRow[];
  const cycles = (await window.request('billingCycles.page', { offset: 0, limit: 50 })).rows;
  const missions = (await window.request('missions.page', { offset: 0, limit: 50 })).rows;
  const fences = (await window.request('geofences.page', { offset: 0, limit: 50 })).rows;
  const one = <Row>(rows: readonly Row[]): Row | undefined => rows[pick % Math.max(rows.length, 1)];
  const [party, cycle, mission, fence] = [one(parties), one(cycles), one(missions), one(fences)];
  const outline = geometryText({ type: 'Circle', center: [2, 48], radiusMetres: 1 + mark });

  const keep = (result: EditResult, carried: string | null = value): KeptEdit | undefined =>
    result.result === 'kept' ? { mutationId: result.mutationId, value: carried } : undefined;
  const patch = async (params: AskedParamsOf<VigieContract, 'edits.patch'>, carried?: string) =>
    keep(await window.request('edits.patch', params), carried);
  const customer = () => ({ customerName: { from: mission?.customerName ?? null, to: value } });

  switch (kind) {
    case 'party-name':
      return party && patch({ entity: 'third-party', id: party.id, fields: { name: { from: party.name, to: value } } });
    case 'party-city': {
      const from = party?.contactInfo.city ?? null;
      return (
        party &&
        patch({
          ...{ entity: 'third-party', id: party.id },
          fields: { 'contactInfo.city': { from, to: `city ${mark}` }, name: { from: party.name, to: value } },
        })
      );
    }
    case 'cycle-label':
      return (
        cycle && patch({ entity: 'billing-cycle', id: cycle.id, fields: { label: { from: cycle.label, to: value } } })
      );
    case 'cycle-period':
      return (
        cycle &&
        patch({
          ...{ entity: 'billing-cycle', id: cycle.id },
          fields: {
            periodEnd: { from: cycle.periodEnd, to: `2031-01-${String(1 + (mark % 28)).padStart(2, '0')}` },
            label: { from: cycle.label, to: value },
          },
        })
      );
    case 'mission-customer':
      return mission && patch({ entity: 'mission', id: mission.id, fields: customer() });
    case 'mission-amount':
      return (
        mission &&
        patch(
          {
            entity: 'mission',
            id: mission.id,
            fields: { amountCents: { from: mission.amountCents, to: amountCents } },
          },
          (amountCents / 100).toFixed(2),
        )
      );
    case 'mission-cycle':
    case 'mission-party': {
      if (mission === undefined) return undefined;
      const field = kind === 'mission-cycle' ? 'billingCycleId' : 'thirdPartyId';
      const to = (kind === 'mission-cycle' ? cycle?.id : party?.id) ?? null;
      return patch({
        ...{ entity: 'mission', id: mission.id },
        fields: { [field]: { from: mission[field], to }, ...customer() },
      });
    }
    case 'create-party':
      return keep(
        await window.request('edits.create', { entity: 'third-party', fields: { name: value, type: 'customer' } }),
      );
    case 'create-cycle':
      return keep(
        await window.request('edits.create', {
          entity: 'billing-cycle',
          fields: {
            ...{ label: value, periodStart: '2030-01-01', periodEnd: '2030-01-31', currency: 'EUR' },
            thirdPartyId: party?.id ?? null,
          },
        }),
      );
    case 'assign-created': {
      // What was just created here comes first by name: 'edit-…' after 'Société …', so the newest is looked for.
      const created = parties.filter(({ name }) => name.startsWith('edit-')).at(-1);
      if (mission === undefined || created === undefined) return undefined;
      return patch({
        ...{ entity: 'mission', id: mission.id },
        fields: { thirdPartyId: { from: mission.thirdPartyId, to: created.id }, ...customer() },
      });
    }
    case 'remove-party':
      return party && keep(await window.request('edits.remove', { entity: 'third-party', id: party.id }), null);
    case 'archive-party':
    case 'restore-party':
    case 'merge-party':
    case 'unmerge-party': {
      const [action = ''] = kind.split('-');
      const into = parties[(pick + 1) % Math.max(parties.length, 1)]?.id ?? '';
      const parameters = action === 'merge' ? { into } : {};
      return (
        party &&
        keep(await window.request('edits.act', { entity: 'third-party', id: party.id, action, parameters }), null)
      );
    }
    case 'remove-cycle':
      return cycle && keep(await window.request('edits.remove', { entity: 'billing-cycle', id: cycle.id }), null);
    case 'create-fence':
      return keep(
        await window.request('edits.create', {
          entity: 'geofence',
          fields: { name: value, kind: 'zone', geometry: outline },
        }),
      );
    case 'fence-name':
      return fence && patch({ entity: 'geofence', id: fence.id, fields: { name: { from: fence.name, to: value } } });
    case 'fence-outline':
      return (
        fence &&
        patch({
          ...{ entity: 'geofence', id: fence.id },
          fields: {
            geometry: { from: geometryText(fence.geometry), to: outline },
            name: { from: fence.name, to: value },
          },
        })
      );
    case 'remove-fence':
      return fence && keep(await window.request('edits.remove', { entity: 'geofence', id: fence.id }), null);
    case 'acknowledge-alarm':
    case 'note-alarm': {
      const { rows } = await window.request('alarms.page', { filter: { view: 'history' }, offset: 0, limit: 50 });
      const [action] = kind.split('-');
      const parameters = action === 'note' ? { text: value } : { note: value };
      const id = one(rows)?.id;
      // A cache that is being built anew has none yet.
      if (id === undefined) return undefined;
      return keep(await window.request('edits.act', { entity: 'alarm', id, action: action ?? '', parameters }));
    }
    case 'open':
    case 'close':
      return (
        cycle && keep(await window.request('edits.act', { entity: 'billing-cycle', id: cycle.id, action: kind }), null)
      );
  }
}
