import { useState } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { ScopeChip } from '../../ui/scope-chip.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { useFleetStatus } from '../fleet-context.tsx';
import { useFilterStore, useFleetFilter } from './filter-context.tsx';
import { FilterForm } from './filter-form.tsx';
import { isFiltering } from './fleet-filter.ts';
import './filter.css';

/** How many of the fleet are shown, as long as a filter leaves some out: one press shows all again. */
export function FilterChip() {
  const { t } = useTranslation();
  const label = useShownText();
  const store = useFilterStore();
  if (label === null) return null;
  return (
    <span data-testid="filter-chip">
      <ScopeChip label={label} removeLabel={t('filter.clear')} onRemove={() => store.clear()} />
    </span>
  );
}

/** The same for a screen that nobody touches. */
export function FilterNote() {
  const label = useShownText();
  return label === null ? null : (
    <p className="filter-note" data-testid="filter-chip">
      {label}
    </p>
  );
}

function useShownText(): string | null {
  const { t } = useTranslation();
  const format = useFormat();
  const isActive = useFleetFilter(isFiltering);
  const total = useFleetStatus(({ counts }) => counts.total);
  const shown = useFleetStatus((status) => status.shown?.total);
  if (!isActive) return null;
  const number = shown === undefined ? '…' : format.integer(shown);
  return t('filter.shown', { shown: number, total: format.integer(total) });
}

/** The way to the filter, and what it does now: over a map, or above a list. */
export function FleetFilterBar({ className = '' }: { className?: string }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  useShortcut('filter', () => setOpen((before) => !before));
  return (
    <div className={`filter-bar ${className}`}>
      <FilterChip />
      <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
        <TextButton data-testid="filter-open">
          <Icon name="filter" />
          {t('filter.title')}
        </TextButton>
        <Popover className="filter-popover" offset={4} placement="bottom end">
          <Dialog aria-label={t('filter.title')} data-testid="filter">
            <FilterForm />
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
}
