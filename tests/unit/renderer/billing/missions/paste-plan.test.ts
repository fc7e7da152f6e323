import { describe, expect, it } from 'vitest';
import { nameKey, namesIn, planPaste } from '../../../../../renderer/billing/missions/paste-plan.ts';
import type { MissionRow } from '../../../../../shared/contract/index.ts';
import { createDataset } from '../../../../support/memory-host/dataset.ts';

const missions: MissionRow[] = createDataset(
  { vehicles: 3, missions: 4, thirdParties: 3, billingCycles: 3 },
  Date.UTC(2026, 2, 1),
).missions.map((mission) => ({
  ...mission,
  amountCents: 1_000,
  customerName: 'X',
  billingCycleId: null,
  currency: 'EUR',
}));
const names = {
  thirdPartyId: new Map(),
  billingCycleId: new Map([
    [nameKey('Mars à Lyon'), ['cycle']],
    [nameKey('Deux'), ['one', 'two']],
  ]),
};
const plan = (
  cells: string[][],
  columns: Parameters<typeof planPaste>[1]['columns'] = ['amountCents', 'billingCycleLabel'],
) => planPaste(cells, { missions, columns, names, language: 'fr' });

describe('the plan of a paste', () => {
  it('is one edit a mission, of the cells that change', () => {
    const { edits, changes, same, faults } = plan([
      ['12,50 €', 'MARS A LYON'],
      ['10,00', ''],
      ['', ''],
    ]);
    expect(edits.map(({ fields }) => fields)).toEqual([
      { amountCents: { from: 1_000, to: 1_250 }, billingCycleId: { from: null, to: 'cycle' } },
      { amountCents: { from: 1_000, to: null } },
    ]);
    expect(changes).toHaveLength(3);
    expect(same).toBe(3);
    expect(faults).toEqual([]);
  });

  it('says of each cell why it is left out', () => {
    const why = (cells: string[][], columns?: Parameters<typeof plan>[1]) =>
      plan(cells, columns).faults.map(({ fault }) => fault?.why);
    expect(
      why([
        ['douze', 'Inconnu'],
        ['1e3', 'Deux'],
      ]),
    ).toEqual(['no-value', 'unknown-name', 'no-value', 'ambiguous-name']);
    // More than the column of the existing system takes, and more than a number holds exactly.
    expect(why([['12345678901,00']])).toEqual(['refused']);
    expect(why([['123456789012345,00']])).toEqual(['no-value']);
    expect(why([['x']], ['reference'])).toEqual(['not-editable']);
    expect(plan([['1'], ['2'], ['3'], ['4'], ['5'], ['6']], ['amountCents']).beyond).toBe(2);
    expect(plan([['1', '2']], ['amountCents']).beyond).toBe(1);
  });

  it('keeps a text on one line, and asks for each name once', () => {
    expect(plan([['de\r\nux  lignes']], ['customerName']).edits[0]?.fields['customerName']?.to).toBe('de ux  lignes');
    expect(
      namesIn(
        [
          ['1', 'Mars'],
          ['2', ' MARS '],
          ['3', ''],
        ],
        ['amountCents', 'billingCycleLabel'],
        'billingCycleId',
      ),
    ).toEqual(['MARS']);
  });
});
