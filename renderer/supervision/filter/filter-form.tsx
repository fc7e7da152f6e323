import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VehicleGroup } from '../../../shared/contract/index.ts';
import { AGE_CLASSES, ALARM_PRIORITIES, VEHICLE_KINDS, VEHICLE_STATES } from '../../../shared/domain/index.ts';
import { useClient, useSelection } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { ChoiceGroup, FilterChips } from '../../ui/choice-group.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { useFilterStore, useFleetFilter } from './filter-context.tsx';
import { isFiltering } from './fleet-filter.ts';
import { NameChoice } from './name-choice.tsx';

const NOTHING = () => undefined;

/** All that the fleet can be filtered by. Each change shows at once. */
export function FilterForm() {
  const { t } = useTranslation();
  const store = useFilterStore();
  const filter = useFleetFilter((state) => state);
  const selected = useSelection((state) => (state.selected?.panel === 'vehicles' ? state.selected.id : null));
  const { depots, lines } = useGroups();
  const input = useRef<HTMLInputElement>(null);
  // It has just been opened: one types at once.
  useEffect(() => input.current?.focus(), []);
  const choices = <V extends string>(values: readonly V[], label: (value: V) => string) =>
    values.map((value) => ({ value, label: label(value) }));
  const missions = filter.mission === null ? 'any' : 'running';
  return (
    <div className="filter">
      <SearchBox
        label={t('filter.text')}
        clearLabel={t('filter.text-clear')}
        value={filter.text}
        onChange={(text) => store.set({ text })}
        onLeave={NOTHING}
        inputRef={input}
      />
      <Group label={t('filter.news')}>
        <FilterChips
          label={t('filter.news')}
          choices={choices(AGE_CLASSES, (age) => t(`vehicle.news.${age}`))}
          values={filter.ages}
          onChange={(ages) => store.set({ ages })}
        />
        <FilterChips
          label={t('filter.suspect')}
          choices={[{ value: 'suspect', label: t('filter.suspect') }]}
          values={filter.suspectOnly ? ['suspect'] : []}
          onChange={(values) => store.set({ suspectOnly: values.length > 0 })}
        />
      </Group>
      <Group label={t('filter.alarms')}>
        <FilterChips
          label={t('filter.alarms')}
          choices={choices(ALARM_PRIORITIES, (priority) => t(`alarm.priority.${priority}`))}
          values={filter.alarms}
          onChange={(alarms) => store.set({ alarms })}
        />
      </Group>
      <Group label={t('vehicle.column.state')}>
        <FilterChips
          label={t('vehicle.column.state')}
          choices={choices(VEHICLE_STATES, (state) => t(`vehicle.state.${state}`))}
          values={filter.states}
          onChange={(states) => store.set({ states })}
        />
      </Group>
      <Group label={t('filter.motion')}>
        <ChoiceGroup
          label={t('filter.motion')}
          choices={choices(['any', 'moving', 'standing'] as const, (motion) => t(`filter.motion.${motion}`))}
          value={filter.motion}
          onChange={(motion) => store.set({ motion })}
        />
      </Group>
      <Group label={t('vehicle.column.kind')}>
        <FilterChips
          label={t('vehicle.column.kind')}
          choices={choices(VEHICLE_KINDS, (kind) => t(`vehicle.kind.${kind}`))}
          values={filter.kinds}
          onChange={(kinds) => store.set({ kinds })}
        />
      </Group>
      <Group label={t('filter.mission')}>
        <ChoiceGroup
          label={t('filter.mission')}
          choices={choices(['any', 'running'] as const, (mission) => t(`filter.mission.${mission}`))}
          value={missions}
          onChange={(value) => store.set({ mission: value === 'any' ? null : '' })}
        />
        {filter.mission === null ? null : (
          <SearchBox
            label={t('filter.mission-text')}
            clearLabel={t('filter.text-clear')}
            value={filter.mission}
            onChange={(mission) => store.set({ mission })}
            onLeave={NOTHING}
          />
        )}
      </Group>
      <div className="filter__columns">
        <NameChoice
          label={t('vehicle.column.depot')}
          groups={depots}
          chosen={filter.depots}
          onChange={(names) => store.set({ depots: names })}
        />
        <NameChoice
          label={t('vehicle.column.line')}
          groups={lines}
          chosen={filter.lines}
          onChange={(names) => store.set({ lines: names })}
        />
      </div>
      <Group label={t('filter.outside')}>
        <ChoiceGroup
          label={t('filter.outside')}
          choices={choices(['dim', 'hide'] as const, (outside) => t(`filter.outside.${outside}`))}
          value={filter.outside}
          onChange={(outside) => store.set({ outside })}
        />
      </Group>
      <footer className="filter__foot">
        <TextButton
          isDisabled={selected === null}
          onPress={() => {
            if (selected !== null) store.set({ only: [...new Set([...filter.only, selected])] });
          }}
        >
          {filter.only.length === 0 ? t('filter.only') : t('filter.only-more', { count: filter.only.length })}
        </TextButton>
        <TextButton isDisabled={!isFiltering(filter)} onPress={() => store.clear()}>
          {t('filter.clear')}
        </TextButton>
      </footer>
    </div>
  );
}

function Group({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="filter__group">
      <span className="filter__label" aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}

/** Depots and lines as they are when the form opens. Without the data host there is nothing to choose among. */
function useGroups(): { depots: VehicleGroup[]; lines: VehicleGroup[] } {
  const client = useClient();
  const [groups, setGroups] = useState<{ depots: VehicleGroup[]; lines: VehicleGroup[] }>({ depots: [], lines: [] });
  useEffect(() => {
    const controller = new AbortController();
    client.request('vehicles.groups', {}, { signal: controller.signal }).then(setGroups, () => undefined);
    return () => controller.abort();
  }, [client]);
  return groups;
}
