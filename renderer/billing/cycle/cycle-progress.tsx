import { useTranslation } from 'react-i18next';
import type { BillingCycleRow } from '../../../shared/contract/index.ts';
import { BILLING_CYCLE_STATES, type CycleAction, ruleOf } from '../../../shared/domain/index.ts';
import { Icon } from '../../ui/icons.tsx';

/** The step that leads on from each place. */
const ONWARD: readonly CycleAction[] = ['open', 'close', 'submit', 'approve', 'invoice', 'deposit', 'mark-cashed'];

/** Where a cycle stands in its life, what comes next, and who must do it. */
export function CycleProgress({ cycle }: { cycle: BillingCycleRow }) {
  const { t } = useTranslation();
  const at = BILLING_CYCLE_STATES.indexOf(cycle.state);
  return (
    <section className="cycle-progress" aria-label={t('cycle.progress')}>
      <ol className="cycle-progress__line">
        {BILLING_CYCLE_STATES.map((state, index) => {
          const place = index < at ? 'done' : index === at ? 'now' : 'to-come';
          return (
            <li
              key={state}
              className="cycle-progress__step"
              data-place={place}
              aria-current={place === 'now' ? 'step' : undefined}
            >
              <span className="cycle-progress__mark" aria-hidden="true">
                {place === 'done' ? <Icon name="check" size="0.625rem" /> : null}
              </span>
              <span className="cycle-progress__name">{t(`billing-cycle.state.${state}`)}</span>
              <span className="visually-hidden">{t(`cycle.progress.${place}`)}</span>
            </li>
          );
        })}
      </ol>
      <p className="cycle-progress__next" data-testid="cycle-next">
        <NextStep cycle={cycle} />
      </p>
    </section>
  );
}

/** What comes next, and who must do it. */
export function NextStep({ cycle }: { cycle: BillingCycleRow }) {
  const { t } = useTranslation();
  if (cycle.isCredited) return t('billing-cycle.credited');
  const rule = ONWARD.map((action) => ruleOf(cycle, action)).find((found) => found !== undefined);
  const [role] = rule?.roles ?? [];
  if (rule === undefined || role === undefined) return t('cycle.last');
  const told = { action: t(`edit.action.${rule.action}`), who: t(`cycle.who.${role}`) };
  return rule.second === 'contributor' ? t('cycle.next-second', told) : t('cycle.next', told);
}
