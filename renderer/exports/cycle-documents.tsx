import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvoiceSummaryRow } from '../../shared/contract/index.ts';
import { documentLanguageOf } from '../../shared/domain/index.ts';
import { RpcError } from '../../shared/rpc/index.ts';
import type { Connection } from '../connection/index.ts';
import { type Language, useFormat } from '../i18n/index.ts';
import { useClient } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { ExportDialog } from './export-dialog.tsx';
import type { ExportSubject } from './subjects.ts';

type Client = Connection['client'];

/** The language agreed with the third party whose cycle it is, where it is one party's and that is known here. */
async function agreedLanguage(client: Client, cycleId: string): Promise<Language | null> {
  try {
    const { thirdPartyId } = await client.request('billingCycles.get', { id: cycleId });
    if (thirdPartyId === null) return null;
    const { contactInfo } = await client.request('thirdParties.get', { id: thirdPartyId });
    return documentLanguageOf(contactInfo) ?? null;
  } catch (error) {
    if (error instanceof RpcError) return null;
    throw error;
  }
}

/** The documents of a billing cycle: its missions, its statement, and its invoices once there are any and the server can be asked. */
export function CycleDocuments({ id, label }: { id: string; label: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const [subjects, setSubjects] = useState<readonly ExportSubject[] | null>(null);
  const invoiceSubject = (invoice: InvoiceSummaryRow): ExportSubject => ({
    ...{ kind: 'invoice', key: invoice.id, id: invoice.id, language: invoice.language },
    label: `${t(`export.kind.${invoice.kind}`)} ${invoice.number} · ${format.money(invoice.totalCents, invoice.currency)}`,
  });
  async function open(): Promise<void> {
    const own: ExportSubject[] = [
      {
        ...{ kind: 'sheet', key: 'missions', label: t('export.missions-of', { label }) },
        rows: { what: 'missions', filter: { billingCycleId: id } },
      },
      {
        kind: 'statement',
        key: 'statement',
        label: t('export.statement'),
        id,
        language: await agreedLanguage(client, id),
      },
    ];
    // Without the server there are the missions at least.
    const invoices = await client.request('invoices.ofCycle', { billingCycleId: id }).catch(() => ({ items: [] }));
    setSubjects([...invoices.items.map(invoiceSubject), ...own]);
  }
  return (
    <>
      <TextButton onPress={() => void open()}>{t('export.open')}</TextButton>
      {subjects === null ? null : <ExportDialog subjects={subjects} onClose={() => setSubjects(null)} />}
    </>
  );
}
