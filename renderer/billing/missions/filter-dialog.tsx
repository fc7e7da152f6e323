import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MissionTableFilter } from '../../../shared/contract/index.ts';
import { MISSION_STATUSES } from '../../../shared/domain/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { FilterChips } from '../../ui/choice-group.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { useAnyBillingCycleSearch, useDriverSearch, useVehicleSearch } from './filter-searches.ts';
import { useThirdPartySearch } from '../editing/choices.ts';
import { ALL_MISSIONS } from './mission-filter.ts';
import { NamedValues } from './named-values.tsx';
import { PeriodFields, periodOf, typedPeriod } from './period-fields.tsx';
import { RangeFields, rangeOf, typedRange } from './range-fields.tsx';
import './filter-dialog.css';

interface FilterDialogProps {
  filter: MissionTableFilter;
  onApply: (filter: MissionTableFilter) => void;
  onClose: () => void;
}

/** All filters of the missions table in one form; nothing changes until it is applied. Enter applies. */
export function MissionFilterDialog({ filter, onApply, onClose }: FilterDialogProps) {
  const { t } = useTranslation();
  const formId = useId();
  const [chosen, setChosen] = useState(filter);
  const [period, setPeriod] = useState(() => typedPeriod(filter.period));
  const [amount, setAmount] = useState(() => typedRange(filter.amount));
  const [distance, setDistance] = useState(() => typedRange(filter.distance));
  const [isAttempted, setAttempted] = useState(false);
  const searches = {
    thirdParties: useThirdPartySearch(),
    billingCycles: useAnyBillingCycleSearch(),
    vehicles: useVehicleSearch(),
    drivers: useDriverSearch(),
  };
  const parts = { period: periodOf(period), amount: rangeOf(amount), distance: rangeOf(distance) };
  const isWhole = Object.values(parts).every((part) => part !== undefined);

  function apply(event: FormEvent): void {
    event.preventDefault();
    setAttempted(true);
    if (!isWhole) return;
    onApply({
      ...chosen,
      period: parts.period ?? null,
      amount: parts.amount ?? null,
      distance: parts.distance ?? null,
    });
    onClose();
  }
  function clear(): void {
    setChosen(ALL_MISSIONS);
    setPeriod(typedPeriod(null));
    setAmount(typedRange(null));
    setDistance(typedRange(null));
  }

  return (
    <Sheet
      testId="mission-filter"
      title={t('mission-filter.title')}
      isOpen
      side
      onClose={onClose}
      foot={
        <>
          {isAttempted && !isWhole ? (
            <p className="edit-foot__note" role="alert">
              {t('mission-filter.to-mend')}
            </p>
          ) : null}
          <TextButton quiet onPress={clear}>
            {t('mission-filter.clear')}
          </TextButton>
          <TextButton onPress={onClose}>{t('edit.cancel')}</TextButton>
          <TextButton main type="submit" form={formId}>
            {t('mission-filter.apply')}
          </TextButton>
        </>
      }
    >
      <form id={formId} className="filter-form" onSubmit={apply} noValidate>
        <section className="filter-part" aria-label={t('mission.column.status')}>
          <h3 className="filter-part__name">{t('mission.column.status')}</h3>
          <FilterChips
            label={t('mission.column.status')}
            choices={MISSION_STATUSES.map((value) => ({ value, label: t(`mission.status.${value}`) }))}
            values={chosen.statuses}
            onChange={(statuses) => setChosen({ ...chosen, statuses })}
          />
        </section>
        <PeriodFields value={period} onChange={setPeriod} />
        {(['thirdParties', 'billingCycles', 'vehicles', 'drivers'] as const).map((part) => (
          <NamedValues
            key={part}
            field={part}
            label={t(`mission-filter.${part}`)}
            noneLabel={t(`mission-filter.none.${part}`)}
            values={chosen[part]}
            onChange={(values) => setChosen({ ...chosen, [part]: values })}
            search={searches[part]}
          />
        ))}
        <RangeFields part="amount" value={amount} onChange={setAmount} />
        <RangeFields part="distance" value={distance} onChange={setDistance} />
        {/* So that Enter in a field applies: the button stands outside of the form. */}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Sheet>
  );
}
