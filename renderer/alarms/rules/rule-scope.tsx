import { useEffect, useState } from 'react';
import { Label, ListBox, ListBoxItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { MAX_WINDOW_ROWS, type VehicleGroup } from '../../../shared/contract/index.ts';
import { VEHICLE_KINDS } from '../../../shared/domain/index.ts';
import { useClient } from '../../stores/services.tsx';
import { FilterChips } from '../../ui/choice-group.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { FENCES_OF_KIND } from './rule-fields.ts';
import type { RulePartProps } from './rule-form-parts.tsx';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Which vehicles it is about, and which places: each chosen by its name. Nothing chosen means all vehicles. */
export function RuleScope({ draft, faults, change }: RulePartProps) {
  const { t } = useTranslation();
  const { depots, lines, fences } = useNames();
  const { scope } = draft;
  const fencesAre = FENCES_OF_KIND[draft.kind];
  const named = (groups: readonly VehicleGroup[]) => groups.map(({ name }) => ({ id: name, name }));
  return (
    <>
      {fencesAre === undefined ? null : (
        <div>
          <Choose
            label={t(fencesAre === 'geofenceIds' ? 'alarm.rule.fences' : 'alarm.rule.except-fences')}
            offered={fences}
            chosen={draft.fences}
            onChange={(ids) => change({ fences: ids })}
            emptyLabel={t('alarm.rule.no-fences')}
          />
          {faults.has('fences') ? (
            <p className="field__error">
              <StatusMark severity="alarm" />
              {t('alarm.rule.wrong.fences')}
            </p>
          ) : null}
        </div>
      )}
      <fieldset className="rule-form__part">
        <legend>{t('alarm.rule.scope')}</legend>
        <FilterChips
          label={t('vehicle.column.kind')}
          choices={VEHICLE_KINDS.map((value) => ({
            value,
            label: t(`vehicle.kind.${value}`),
          }))}
          values={scope.vehicleKinds}
          onChange={(vehicleKinds) => change({ scope: { ...scope, vehicleKinds } })}
        />
        <div className="rule-form__halves">
          <Choose
            label={t('vehicle.column.depot')}
            offered={named(depots)}
            chosen={scope.depots}
            onChange={(names) => change({ scope: { ...scope, depots: names } })}
          />
          <Choose
            label={t('vehicle.column.line')}
            offered={named(lines)}
            chosen={scope.lines}
            onChange={(names) => change({ scope: { ...scope, lines: names } })}
          />
        </div>
      </fieldset>
    </>
  );
}

interface ChooseProps {
  label: string;
  offered: readonly Named[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  emptyLabel?: string;
}

/** Any of many names. What was chosen and is gone stays to be taken off. */
function Choose({ label, offered, chosen, onChange, emptyLabel }: ChooseProps) {
  const gone = chosen.filter((id) => offered.every((one) => one.id !== id));
  const shown = [...offered, ...gone.map((id) => ({ id, name: id }))];
  if (shown.length === 0) return emptyLabel === undefined ? null : <p className="alarm-rule__more">{emptyLabel}</p>;
  return (
    <div className="rule-choose">
      <Label className="field__label">{label}</Label>
      <ListBox
        className="rule-choose__list"
        aria-label={label}
        selectionMode="multiple"
        selectedKeys={chosen}
        onSelectionChange={(keys) => onChange(shown.map(({ id }) => id).filter((id) => keys === 'all' || keys.has(id)))}
      >
        {shown.map(({ id, name }) => (
          <ListBoxItem key={id} id={id} textValue={name} className="rule-choose__one">
            {name}
          </ListBoxItem>
        ))}
      </ListBox>
    </div>
  );
}

/** Depots, lines and geofences as they are when the form opens. Without the data host there is nothing to choose among. */
function useNames(): {
  depots: VehicleGroup[];
  lines: VehicleGroup[];
  fences: Named[];
} {
  const client = useClient();
  const [groups, setGroups] = useState<{
    depots: VehicleGroup[];
    lines: VehicleGroup[];
  }>({ depots: [], lines: [] });
  const [fences, setFences] = useState<Named[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    client.request('vehicles.groups', {}, { signal }).then(setGroups, () => undefined);
    client.request('geofences.page', { offset: 0, limit: MAX_WINDOW_ROWS }, { signal }).then(
      ({ rows }) => setFences(rows.map(({ id, name }) => ({ id, name }))),
      () => undefined,
    );
    return () => controller.abort();
  }, [client]);
  return { ...groups, fences };
}
