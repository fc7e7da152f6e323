import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvoiceSummary, SyncEntity } from '../../../shared/api/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useClient } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { BooksPart } from './books-part.tsx';
import { InvoicePage } from './invoice-page.tsx';
import { useBooks } from '../use-books.ts';

const ENTITIES: readonly SyncEntity[] = ['billing-cycle', 'third-party'];

/** Invoices and credit notes of a cycle, each of which opens as it was issued. */
export function CycleInvoices({
  id,
  partyName,
}: {
  id: string;
  /** What people call the third party of this id; undefined where it is not known here. */
  partyName: (thirdPartyId: string) => string | undefined;
}) {
  const { t } = useTranslation();
  const client = useClient();
  const [opened, setOpened] = useState<InvoiceSummary | null>(null);
  const read = useCallback((signal: AbortSignal) => client.request('books.invoices', { id }, { signal }), [client, id]);
  const handle = useBooks(id, read, ENTITIES);
  return (
    <div className="cycle-page__scroll" data-testid="cycle-invoices">
      <BooksPart handle={handle}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t('invoice.none')}</p>
          ) : (
            <InvoiceTable items={items} partyName={partyName} onOpen={setOpened} />
          )
        }
      </BooksPart>
      {opened === null ? null : <InvoicePage summary={opened} onClose={() => setOpened(null)} />}
    </div>
  );
}

function InvoiceTable({
  items,
  partyName,
  onOpen,
}: {
  items: readonly InvoiceSummary[];
  partyName: (thirdPartyId: string) => string | undefined;
  onOpen: (invoice: InvoiceSummary) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className="figures figures--texts">
      <thead>
        <tr>
          <th scope="col">{t('invoice.number')}</th>
          <th scope="col">{t('invoice.date')}</th>
          <th scope="col">{t('invoice.party')}</th>
          <th scope="col" className="figures__end">
            {t('invoice.total')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((invoice) => (
          <tr key={invoice.id} data-kind={invoice.kind}>
            <td>
              <TextButton
                quiet
                aria-label={t('invoice.open', { number: invoice.number })}
                onPress={() => onOpen(invoice)}
              >
                {invoice.number}
              </TextButton>
              <span className="cycle-invoices__kind">{t(`invoice.kind.${invoice.kind}`)}</span>
            </td>
            <td>{format.date(invoice.issuedOn)}</td>
            <td>{partyName(invoice.thirdPartyId) ?? ''}</td>
            <td className="figures__end">
              {format.money(
                invoice.kind === 'credit-note' ? -invoice.totalCents : invoice.totalCents,
                invoice.currency,
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
