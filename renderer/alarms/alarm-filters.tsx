import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { ALARM_KINDS, ALARM_PRIORITIES, type AlarmKind } from '../../shared/domain/index.ts';
import { FilterChips } from '../ui/choice-group.tsx';
import { ScopeChip } from '../ui/scope-chip.tsx';
import { SelectField } from '../ui/select-field.tsx';
import type { AlarmList } from './alarm-list.ts';

const EVERY_KIND = 'every';

/** By priority and by kind; and what another screen has narrowed the list to, with the way to take that off. */
export function AlarmFilters({ model }: { model: AlarmList }) {
  const { t } = useTranslation();
  const filter = useStore(model.view, (view) => view.filter);
  const { priorities = [], kinds = [], of, view } = filter;
  const without = (name: 'priorities' | 'kinds') => {
    const { [name]: _, ...others } = filter;
    return others;
  };
  return (
    <>
      <FilterChips
        label={t('alarm.filter.priority')}
        choices={ALARM_PRIORITIES.map((value) => ({ value, label: t(`alarm.priority.${value}`) }))}
        values={priorities}
        onChange={(next) =>
          model.setFilter(next.length === 0 ? without('priorities') : { ...filter, priorities: next })
        }
      />
      <span className="alarm-filters__kind">
        <SelectField<AlarmKind | typeof EVERY_KIND>
          field="kind"
          label={t('alarm.filter.kind')}
          isLabelHidden
          choices={[
            { value: EVERY_KIND, label: t('alarm.filter.every-kind') },
            ...ALARM_KINDS.map((value) => ({ value, label: t(`alarm.kind.${value}`) })),
          ]}
          value={kinds[0] ?? EVERY_KIND}
          onChange={(next) => model.setFilter(next === EVERY_KIND ? without('kinds') : { ...filter, kinds: [next] })}
        />
      </span>
      {of === undefined ? null : (
        <ScopeChip label={of} removeLabel={t('alarm.filter.remove')} onRemove={() => model.setFilter({ view })} />
      )}
    </>
  );
}
