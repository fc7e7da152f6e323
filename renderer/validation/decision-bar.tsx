import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ValidationRow } from '../../shared/contract/index.ts';
import type { DecisionKind, FieldValues } from '../../shared/domain/index.ts';
import { ReasonSheet, useEditing } from '../billing/index.ts';
import { TextButton } from '../ui/button.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { SHORTCUTS, useShortcut } from '../ui/shortcuts.tsx';
import { StatusMark } from '../ui/status-mark.tsx';

/** Value of a choice for who decides for themselves: no name is empty. */
const MYSELF = '';

/** What the person can decide, or why they cannot: the approval of one's own work is not offered, and it is said why. */
export function DecisionBar({ row }: { row: ValidationRow }) {
  const { t } = useTranslation();
  const { state, places, fault, awaiting } = row;
  if (state !== 'pending') return null;
  if (awaiting !== null)
    return (
      <p className="validation__why" data-testid="awaiting-confirmation">
        {t('validation.awaiting-detail', { decision: t(`validation.decision.${awaiting.kind}`) })}
      </p>
    );
  if (places.length === 0)
    return (
      <p className="validation__why" data-testid="not-offered" data-fault={fault}>
        <StatusMark severity="notice" />
        {t(`validation.fault.${fault ?? 'not-a-decider'}`)}
      </p>
    );
  return <Decisions key={row.id} row={row} />;
}

function Decisions({ row: { id, facts, places } }: { row: ValidationRow }) {
  const { t } = useTranslation();
  const editing = useEditing();
  const [chosen, setChosen] = useState<string | null>(null);
  const [isRejecting, setRejecting] = useState(false);
  const place = chosen !== null && places.some((each) => (each ?? MYSELF) === chosen) ? chosen : (places[0] ?? MYSELF);
  const decide = (kind: DecisionKind, own: FieldValues = {}) => {
    const parameters = { ...own, ...(place === MYSELF ? {} : { onBehalfOf: place }) };
    void editing.act('validation', id, kind, facts.label, parameters);
  };
  const reject = () => setRejecting(true);
  useShortcut('approve', () => decide('approve'));
  useShortcut('reject', reject);
  const isChoice = places.length > 1 || place !== MYSELF;
  return (
    <div className="validation__decide" data-testid="decide">
      {isChoice ? (
        <SelectField
          field="onBehalfOf"
          label={t('validation.place')}
          choices={places.map((each) => ({
            value: each ?? MYSELF,
            label: each === null ? t('validation.place-own') : t('validation.place-of', { name: each }),
          }))}
          value={place}
          onChange={setChosen}
        />
      ) : null}
      <TextButton main onPress={() => decide('approve')}>
        {t('validation.approve')} <kbd>{SHORTCUTS.approve[0].toUpperCase()}</kbd>
      </TextButton>
      <TextButton onPress={reject}>
        {t('validation.reject')} <kbd>{SHORTCUTS.reject[0].toUpperCase()}</kbd>
      </TextButton>
      <TextButton quiet onPress={() => decide('abstain')}>
        {t('validation.abstain')}
      </TextButton>
      {isRejecting ? (
        <ReasonSheet
          draftName={`reason.validation.${id}.reject`}
          title={t('validation.reject')}
          kind={facts.label}
          confirm={t('validation.reject-now')}
          detail={t('validation.reject-detail')}
          onClose={() => setRejecting(false)}
          onConfirm={(reason) => decide('reject', { reason })}
        />
      ) : null}
    </div>
  );
}
