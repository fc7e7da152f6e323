/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- options of a combobox: the keys and the focus are in its field */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../ui/icons.tsx';
import type { EntryKind } from './recent-choices.ts';
import type { SearchEntry, SearchGroup } from './search-entries.ts';

interface SearchListProps {
  id: string;
  groups: readonly SearchGroup[];
  /** Place of the entry that Enter chooses, over all groups. */
  active: number;
  onChoose: (entry: SearchEntry) => void;
  onPoint: (index: number) => void;
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

const ICONS: Readonly<Record<EntryKind, IconName>> = {
  vehicle: 'vehicle',
  mission: 'route',
  'third-party': 'person',
  'billing-cycle': 'list',
  alarm: 'bell',
  incident: 'flag',
  command: 'command',
};

/** What was found, by groups with their names. */
export function SearchList({ id, groups, active, onChoose, onPoint }: SearchListProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.getElementById(optionId(id, active))?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  let place = 0;
  return (
    <div id={id} className="search__list" role="listbox" aria-label={t('search.results')}>
      {groups.map(({ name, entries }) => (
        <div key={name} role="group" aria-labelledby={`${id}-${name}`} data-group={name}>
          <p id={`${id}-${name}`} className="search__group" role="presentation">
            {t(`search.group.${name}`)}
          </p>
          {entries.map((entry) => {
            const index = place++;
            return (
              <div
                key={`${entry.kind} ${entry.id}`}
                id={optionId(id, index)}
                className="search__option"
                role="option"
                aria-selected={index === active}
                data-kind={entry.kind}
                onClick={() => onChoose(entry)}
                onPointerMove={() => onPoint(index)}
              >
                <Icon name={ICONS[entry.kind]} size="1rem" />
                <span className="search__title">{entry.title}</span>
                <span className="search__detail">{entry.detail}</span>
                {entry.shortcut === undefined ? null : <kbd>{entry.shortcut}</kbd>}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
