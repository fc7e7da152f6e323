import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ValidationRow } from '../../shared/contract/index.ts';
import { type EditOutcome, ReasonSheet, reasonSentence, useEditing } from '../billing/index.ts';
import { MarkedBar, type Marks } from '../lists/index.ts';
import { useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { StatusMark } from '../ui/status-mark.tsx';

interface Told {
  readonly row: ValidationRow;
  /** Undefined: it was not this person's to decide, and nothing was asked. */
  readonly outcome: EditOutcome | undefined;
}

/** Decides on all that are marked, one by one, and says of each what became of it. */
export function BulkDecisions({ marks }: { marks: Marks<ValidationRow> }) {
  const { t } = useTranslation();
  const editing = useEditing();
  const [isRejecting, setRejecting] = useState(false);
  const [report, setReport] = useState<readonly Told[] | null>(null);

  async function decide(kind: 'approve' | 'reject', reason?: string): Promise<void> {
    const told: Told[] = [];
    for (const row of marks.state.getState().rows.values()) {
      const [place] = row.places;
      const parameters = {
        ...(reason === undefined ? {} : { reason }),
        ...(place === null || place === undefined ? {} : { onBehalfOf: place }),
      };
      const mayDecide = place !== undefined && row.awaiting === null;
      const outcome = mayDecide ? await editing.actQuietly('validation', row.id, kind, parameters) : undefined;
      told.push({ row, outcome });
    }
    setReport(told);
    marks.replace(told.filter(({ outcome }) => outcome?.result !== 'kept').map(({ row }) => row));
  }

  return (
    <>
      <MarkedBar marks={marks}>
        <TextButton onPress={() => void decide('approve')}>{t('validation.approve')}</TextButton>
        <TextButton onPress={() => setRejecting(true)}>{t('validation.reject')}</TextButton>
      </MarkedBar>
      {isRejecting ? (
        <ReasonSheet
          draftName="reason.validations.reject"
          title={t('validation.reject')}
          kind={t('panel.validations')}
          confirm={t('validation.reject-now')}
          detail={t('validation.reject-detail')}
          onClose={() => setRejecting(false)}
          onConfirm={(reason) => void decide('reject', reason)}
        />
      ) : null}
      {report === null ? null : <Report report={report} onClose={() => setReport(null)} />}
    </>
  );
}

function Report({ report, onClose }: { report: readonly Told[]; onClose: () => void }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  return (
    <Sheet
      testId="bulk-report"
      title={t('validation.bulk-title')}
      isOpen
      onClose={onClose}
      foot={<TextButton onPress={onClose}>{t('edit.close')}</TextButton>}
    >
      <ul className="validation__report">
        {report.map(({ row, outcome }) => (
          <li key={row.id} data-result={outcome?.result ?? 'not-offered'}>
            <StatusMark severity={outcome?.result === 'kept' ? 'notice' : 'warning'} />
            <TextButton
              quiet
              onPress={() => {
                selection.select({ panel: 'validations', id: row.id });
                onClose();
              }}
            >
              {row.facts.label}
            </TextButton>
            <span>
              {outcome === undefined
                ? t(`validation.fault.${row.awaiting === null ? (row.fault ?? 'not-a-decider') : 'decided'}`)
                : outcome.result === 'kept'
                  ? t('validation.bulk-kept')
                  : reasonSentence(t, outcome)}
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
