import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { errorSentence } from '../i18n/index.ts';
import { Icon } from '../ui/icons.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { Command } from './commands.ts';
import type { RecentChoices } from './recent-choices.ts';
import type { SearchEntry } from './search-entries.ts';
import { optionId, SearchList } from './search-list.tsx';
import { useEntries } from './use-entries.ts';
import { useSearch } from './use-search.ts';
import './search.css';

export interface SearchDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  commands: readonly Command[];
  recent: RecentChoices;
  /** A row was chosen. Commands run by themselves. */
  onChoose: (entry: SearchEntry) => void;
}

/** One search for everything: rows of every kind and what can be done, by keyboard alone. */
export function SearchDialog({ isOpen, onOpenChange, ...props }: SearchDialogProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay className="scrim scrim--search" isOpen={isOpen} onOpenChange={onOpenChange} isDismissable>
      <Modal className="search-modal">
        <Dialog className="search" aria-label={t('search.title')} data-testid="search">
          <SearchBody {...props} close={() => onOpenChange(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

type BodyProps = Omit<SearchDialogProps, 'isOpen' | 'onOpenChange'> & { close: () => void };

/**
 * A combobox with its list always open (WAI-ARIA Authoring Practices, "Combobox", list autocomplete): the focus stays in the field, the
 * arrows move through the list, Enter chooses.
 */
function SearchBody({ commands, recent, onChoose, close }: BodyProps) {
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const found = useSearch(text);
  const isCurrent = found.text === text.trim();
  const groups = useEntries(text, found.result, commands, recent);
  const entries = groups.flatMap((group) => group.entries);
  const index = Math.min(active, entries.length - 1);
  // Enter came before what was typed had been found: what is found first is chosen then.
  const awaited = useRef<string | null>(null);

  const choose = (entry: SearchEntry | undefined) => {
    if (entry === undefined) return;
    const { kind, id: rowId, title, detail } = entry;
    recent.remember({ kind, id: rowId, title, detail });
    close();
    const command = kind === 'command' ? commands.find((one) => one.id === rowId) : undefined;
    if (command === undefined) onChoose(entry);
    else command.run();
  };
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    if (awaited.current === null || awaited.current !== found.text) return;
    awaited.current = null;
    if (found.error === null) choose(entries[0]);
  });

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const count = Math.max(1, entries.length);
    if (event.key === 'ArrowDown') setActive((index + 1) % count);
    else if (event.key === 'ArrowUp') setActive((index + count - 1) % count);
    else if (event.key === 'PageDown' || event.key === 'PageUp')
      setActive(otherGroup(event.key === 'PageDown' ? 1 : -1));
    else if (event.key === 'Enter') {
      if (isCurrent) choose(entries[index]);
      else awaited.current = text.trim();
    } else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) close();
    else return;
    event.preventDefault();
  }

  /** The first entry of the next group, or of the one before. */
  function otherGroup(direction: 1 | -1): number {
    const starts = groups.map((_, place) =>
      groups.slice(0, place).reduce((sum, group) => sum + group.entries.length, 0),
    );
    const current = starts.findLastIndex((start) => start <= index);
    return starts[(current + direction + starts.length) % Math.max(1, starts.length)] ?? 0;
  }

  return (
    <>
      <div className="search__field">
        <Icon name="search" size="1.125rem" />
        <input
          ref={input}
          className="search__input"
          type="text"
          role="combobox"
          aria-label={t('search.title')}
          aria-expanded="true"
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={entries.length === 0 ? undefined : optionId(id, index)}
          placeholder={t('search.placeholder')}
          spellCheck={false}
          autoComplete="off"
          maxLength={200}
          value={text}
          onChange={(event) => {
            awaited.current = null;
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd aria-hidden="true">Esc</kbd>
      </div>
      {found.error === null ? null : (
        <p className="search__fault" role="alert">
          <StatusMark severity="warning" />
          {errorSentence(t, found.error.code).sentence}
        </p>
      )}
      <SearchList id={id} groups={groups} active={index} onChoose={choose} onPoint={setActive} />
      {entries.length === 0 && isCurrent ? <p className="search__none">{t('search.none')}</p> : null}
      <output className="visually-hidden">{isCurrent ? t('search.count', { count: entries.length }) : ''}</output>
    </>
  );
}
