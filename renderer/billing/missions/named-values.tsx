import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_FILTER_VALUES, type NamedValue } from '../../../shared/contract/index.ts';
import { RowCombo } from '../../ui/row-combo.tsx';
import { ScopeChip } from '../../ui/scope-chip.tsx';
import type { Chosen } from '../../ui/use-row-search.ts';

/** The id under which a list offers "none". */
const NONE = 'none';

interface NamedValuesProps {
  field: string;
  label: string;
  /** What "none" is called here. */
  noneLabel: string;
  values: readonly NamedValue[];
  onChange: (values: NamedValue[]) => void;
  search: (text: string, signal: AbortSignal) => Promise<readonly Chosen[]>;
}

/** Some rows of many, found by typing, and "none" among them. */
export function NamedValues({ field, label, noneLabel, values, onChange, search }: NamedValuesProps) {
  const { t } = useTranslation();
  // A new field for each choice: it is empty again, and the next can be typed at once.
  const [turn, setTurn] = useState(0);
  const hasNone = values.some(({ id }) => id === null);
  return (
    <div className="named-values">
      <RowCombo
        key={turn}
        field={field}
        label={label}
        value={null}
        isDisabled={values.length >= MOST_FILTER_VALUES}
        search={async (text, signal) => {
          const found = await search(text, signal);
          const known = new Set(values.map(({ id }) => id));
          const none = text === '' && !hasNone ? [{ id: NONE, label: noneLabel }] : [];
          return [...none, ...found.filter(({ id }) => !known.has(id))];
        }}
        onChange={(row) => {
          if (row === null) return;
          onChange([...values, row.id === NONE ? { id: null, label: null } : { id: row.id, label: row.label }]);
          setTurn(turn + 1);
        }}
      />
      {values.length === 0 ? null : (
        <div className="mission-chips">
          {values.map(({ id, label: name }) => (
            <ScopeChip
              key={id ?? ''}
              label={id === null ? noneLabel : (name ?? id)}
              removeLabel={t('mission.scope.remove')}
              onRemove={() => onChange(values.filter((value) => value.id !== id))}
            />
          ))}
        </div>
      )}
    </div>
  );
}
