import { useTranslation } from 'react-i18next';
import { BILLING_CYCLE_STATES, type BillingCycleState } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { countToSettle } from '../../status/index.ts';
import { useHealth } from '../../stores/services.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useCycleCounts } from './use-cycle-counts.ts';

/** How far the billing is: how many cycles are in each state, and what is not sent yet. Colour only for what waits for a person. */
export function BillingCell() {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = useCycleCounts();
  const notSent = useHealth(({ health }) => health?.outbox.notSent);
  const toSettle = useHealth(({ health }) => (health === undefined ? undefined : countToSettle(health)));
  const most = Math.max(1, ...BILLING_CYCLE_STATES.map((state) => counts?.[state] ?? 0));
  const shown = (value: number | undefined) => (value === undefined ? '–' : format.integer(value));
  return (
    <div className="billing-cell" data-testid="billing-cell">
      <h2 className="wall-view__title">{t('panel.billing-cycles')}</h2>
      <dl className="billing-cell__states">
        {BILLING_CYCLE_STATES.map((state: BillingCycleState) => (
          <div key={state} className="billing-state" data-state={state}>
            <dt className="billing-state__name">{t(`billing-cycle.state.${state}`)}</dt>
            <dd className="billing-state__bar" aria-hidden="true">
              <span style={{ width: `${((counts?.[state] ?? 0) / most) * 100}%` }} />
            </dd>
            <dd className="billing-state__value" data-value={counts?.[state]}>
              {shown(counts?.[state])}
            </dd>
          </div>
        ))}
      </dl>
      <dl className="billing-cell__outbox">
        <div className="billing-figure" data-count="not-sent">
          <dt>{t('wall.billing.not-sent')}</dt>
          <dd data-value={notSent}>{shown(notSent)}</dd>
        </div>
        <div
          className={(toSettle ?? 0) > 0 ? 'billing-figure billing-figure--warning' : 'billing-figure'}
          data-count="to-settle"
        >
          <dt>
            {(toSettle ?? 0) > 0 ? <StatusMark severity="warning" size="0.8em" /> : null}
            {t('wall.billing.to-settle')}
          </dt>
          <dd data-value={toSettle}>{shown(toSettle)}</dd>
        </div>
      </dl>
    </div>
  );
}
