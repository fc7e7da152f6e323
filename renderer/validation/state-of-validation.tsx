import { useTranslation } from 'react-i18next';
import type { ValidationRow } from '../../shared/contract/index.ts';

/** Where it stands, and what was decided here and waits for the server. */
export function StateOfValidation({ row }: { row: ValidationRow }) {
  const { t } = useTranslation();
  const { awaiting, state, step, steps, unsent } = row;
  if (unsent === 'rejected' || unsent === 'conflict') return <strong>{t('validation.refused')}</strong>;
  if (awaiting !== null)
    return (
      <span className="validation-awaiting" data-testid="awaiting">
        {t('validation.awaiting')}
      </span>
    );
  if (state !== 'pending') return <>{t(`validation.state.${state}`)}</>;
  const now = steps[step];
  return (
    <>
      {steps.length === 1
        ? t('validation.state.pending')
        : t('validation.step-of', { label: now?.label ?? '', step: step + 1, count: steps.length })}
    </>
  );
}
