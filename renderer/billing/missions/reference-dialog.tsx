import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MissionRow } from '../../../shared/contract/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { RowCombo } from '../../ui/row-combo.tsx';
import type { Chosen } from '../../ui/use-row-search.ts';
import { useBillingCycleSearch, useThirdPartySearch } from '../editing/choices.ts';
import { reasonSentence } from '../editing/reason-sentence.ts';
import { useEditing } from '../editing/use-editing.ts';

export interface ReferenceCell {
  readonly row: MissionRow;
  readonly field: 'thirdPartyId' | 'billingCycleId';
}

/** The third party or billing cycle of one mission, from its cell in the table. */
export function ReferenceDialog({ row, field, onClose }: ReferenceCell & { onClose: () => void }) {
  const { t } = useTranslation();
  const formId = useId();
  const editing = useEditing();
  const searches = { thirdPartyId: useThirdPartySearch(), billingCycleId: useBillingCycleSearch() };
  const label = t(field === 'thirdPartyId' ? 'bulk.field.third-party' : 'bulk.field.cycle');
  const name = field === 'thirdPartyId' ? row.thirdPartyName : row.billingCycleLabel;
  const id = row[field];
  const [chosen, setChosen] = useState<Chosen | null>(id === null ? null : { id, label: name ?? id });
  const [error, setError] = useState<string | undefined>(undefined);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const to = chosen?.id ?? null;
    if (to === id) return onClose();
    const outcome = await editing.patch('mission', row.id, { [field]: { from: id, to } }, row.reference);
    if (outcome.result === 'kept') onClose();
    else setError(outcome.result === 'stale' ? t('bulk.stale') : reasonSentence(t, outcome));
  }

  return (
    <Sheet
      testId="reference-dialog"
      title={row.reference}
      kind={label}
      isOpen
      onClose={onClose}
      foot={
        <>
          <TextButton onPress={onClose}>{t('edit.cancel')}</TextButton>
          <TextButton main type="submit" form={formId}>
            {t('edit.save')}
          </TextButton>
        </>
      }
    >
      <form id={formId} className="reference-form" onSubmit={(event) => void save(event)} noValidate>
        <RowCombo
          field={field}
          label={label}
          value={chosen}
          search={searches[field]}
          error={error}
          onChange={(row_) => {
            setChosen(row_);
            setError(undefined);
          }}
        />
      </form>
    </Sheet>
  );
}
