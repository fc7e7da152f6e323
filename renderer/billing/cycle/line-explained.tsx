import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../../shared/api/index.ts';
import type { BillingCycleRow, ExplainedLine, MissionRow } from '../../../shared/contract/index.ts';
import type { PriceLine } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useRecord } from '../../lists/index.ts';
import { useClient, useServices } from '../../stores/services.tsx';
import { IconButton, TextButton } from '../../ui/button.tsx';
import { BooksPart } from './books-part.tsx';
import { PriceLines } from './price-lines.tsx';
import { useRates } from './use-rates.ts';

const ENTITIES: readonly SyncEntity[] = ['mission', 'billing-cycle'];

/** What one mission of a cycle costs and why, line by line, with the card that priced it. */
export function LineExplained({
  cycle,
  mission,
  onClose,
}: {
  cycle: BillingCycleRow;
  mission: MissionRow;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useClient();
  const { selection } = useServices();
  const read = useCallback(
    (signal: AbortSignal) => client.request('books.line', { id: cycle.id, missionId: mission.id }, { signal }),
    [client, cycle.id, mission.id],
  );
  const handle = useRecord(`${cycle.id} ${mission.id}`, read, ENTITIES);
  const title = t('line.title', { reference: mission.reference });
  return (
    <section className="line-explained" aria-label={title} data-testid="line-explained">
      <header className="line-explained__head">
        <h3 className="cycle-page__heading">{title}</h3>
        <TextButton quiet onPress={() => selection.select({ panel: 'missions', id: mission.id })}>
          {t('cycle.missions.open')}
        </TextButton>
        <IconButton icon="close" name={t('detail.close')} onPress={onClose} />
      </header>
      <BooksPart handle={handle}>{(told) => <Explained told={told} currency={cycle.currency} />}</BooksPart>
    </section>
  );
}

function Explained({ told: { line, card }, currency }: { told: ExplainedLine; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rates = useRates();
  if (line === null) return <p>{t('line.unpriced')}</p>;
  if (line.amountCents === null) return <p>{t('line.nobody-knows')}</p>;
  return (
    <>
      <p className="line-explained__by">
        {card === null ? t('line.by-amount') : t('line.by-card', { card: card.label })}
        {' · '}
        {format.date(line.performedOn)}
        {' · '}
        {t('line.vat', { rate: rates.vat(line.vat) })}
      </p>
      <PriceLines lines={line.priceLines as readonly PriceLine[]} amountCents={line.amountCents} currency={currency} />
    </>
  );
}
