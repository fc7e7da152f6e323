import { Label, ListBox, ListBoxItem } from 'react-aria-components';
import type { VehicleGroup } from '../../../shared/contract/index.ts';
import { useFormat } from '../../i18n/index.ts';

interface NameChoiceProps {
  label: string;
  groups: readonly VehicleGroup[];
  chosen: readonly string[];
  onChange: (names: string[]) => void;
}

/** Any of many names, such as depots, with the number of vehicles of each. None chosen means all. */
export function NameChoice({ label, groups, chosen, onChange }: NameChoiceProps) {
  const format = useFormat();
  // What was chosen stays to be taken off, though no vehicle bears it any more.
  const gone = chosen.filter((name) => groups.every((group) => group.name !== name));
  const shown = [...groups, ...gone.map((name) => ({ name, vehicles: 0 }))];
  if (shown.length === 0) return null;
  return (
    <div className="filter__names">
      <Label className="filter__label">{label}</Label>
      <ListBox
        className="filter__list"
        aria-label={label}
        selectionMode="multiple"
        selectedKeys={chosen}
        onSelectionChange={(keys) =>
          onChange(shown.map(({ name }) => name).filter((name) => keys === 'all' || keys.has(name)))
        }
      >
        {shown.map(({ name, vehicles }) => (
          <ListBoxItem key={name} id={name} textValue={name} className="filter__name">
            <span>{name}</span>
            <span className="filter__number">{format.integer(vehicles)}</span>
          </ListBoxItem>
        ))}
      </ListBox>
    </div>
  );
}
