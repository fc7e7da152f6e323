import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { MissionFilterQuery, MissionRow, MissionTotalsRow } from '../../../shared/contract/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useMarked } from '../../lists/index.ts';
import { useServices } from '../../stores/services.tsx';
import type { MissionList } from '../billing-lists.ts';

/** Changes that follow one another faster than this are added up together. Milliseconds. */
const PAUSE_MS = 500;

/** What the missions that match come to, and those that are marked. */
export function MissionTotals({
  model,
  query,
  isEverything,
}: {
  model: MissionList;
  query: MissionFilterQuery;
  isEverything: boolean;
}) {
  const { t } = useTranslation();
  const marked = useMarked(model.marks);
  const totals = useTotals(model, query);
  if (totals === null) return null;
  const selected = isEverything ? totals : marked.size > 0 ? sumOf([...marked.values()]) : null;
  return (
    <div className="mission-totals" data-testid="mission-totals">
      {selected === null ? null : (
        <output data-of="marked" data-missions={selected.count}>
          <strong>{t('mission-table.marked', { count: selected.count })}</strong> <Sums totals={selected} />
        </output>
      )}
      <span data-of="all" data-missions={totals.count}>
        {t('mission-table.all', { count: totals.count })} <Sums totals={totals} />
      </span>
    </div>
  );
}

function Sums({ totals }: { totals: MissionTotalsRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const amounts = totals.amounts.map(({ currency, cents }) =>
    cents === null ? t('mission-table.too-large') : format.money(cents, currency),
  );
  return (
    <>
      {[...amounts, format.distance(totals.distanceMetres)].map((text) => (
        <span key={text} className="mission-totals__sum">
          {' · '}
          {text}
        </span>
      ))}
      {totals.withoutAmount === 0 ? null : ` · ${t('mission-table.without-amount', { count: totals.withoutAmount })}`}
    </>
  );
}

/** Of rows that are here. */
export function sumOf(rows: readonly MissionRow[]): MissionTotalsRow {
  const known = rows.filter(({ amountCents }) => amountCents !== null);
  return {
    count: rows.length,
    amounts: [...new Set(known.map(({ currency }) => currency))].map((currency) => {
      const own = known.filter((row) => row.currency === currency);
      return {
        currency,
        cents: own.reduce((sum, { amountCents }) => sum + (amountCents ?? 0), 0),
        missions: own.length,
      };
    }),
    withoutAmount: rows.length - known.length,
    distanceMetres: rows.reduce((sum, { distanceMetres }) => sum + (distanceMetres ?? 0), 0),
    withoutDistance: rows.filter(({ distanceMetres }) => distanceMetres === null).length,
  };
}

/** Asked again with each filter and whenever the list is read anew. Null before the first answer, and where it fails. */
function useTotals({ list }: MissionList, query: MissionFilterQuery): MissionTotalsRow | null {
  const { connection, clock } = useServices();
  const [totals, setTotals] = useState<MissionTotalsRow | null>(null);
  const revision = useStore(list.state, () => list.answer()?.revision ?? 0);
  const key = JSON.stringify([query, revision]);
  useEffect(() => {
    const controller = new AbortController();
    const [filter] = JSON.parse(key) as [MissionFilterQuery, number];
    const ask = () =>
      connection.client.request('missions.totals', { filter }, { signal: controller.signal }).then(
        (answer) => {
          if (!controller.signal.aborted) setTotals(answer);
        },
        () => {
          // The list itself says why; sums of another filter would be wrong.
          if (!controller.signal.aborted) setTotals(null);
        },
      );
    const stop = clock.after(PAUSE_MS, () => void ask());
    return () => {
      stop();
      controller.abort();
    };
  }, [connection, clock, key]);
  return totals;
}
