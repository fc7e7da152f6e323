import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { FieldFoot, FieldLabel, type FieldProps } from './field.tsx';
import { Icon } from './icons.tsx';
import { type Chosen, useRowSearch } from './use-row-search.ts';
import { useWaitingKeys } from './use-waiting-keys.ts';

interface RowComboProps extends FieldProps {
  /** The row that is named; null for none. */
  value: Chosen | null;
  onChange: (value: Chosen | null) => void;
  /** The rows whose words begin so, the best few. Must keep its identity from one rendering to the next. */
  search: (text: string, signal: AbortSignal) => Promise<readonly Chosen[]>;
}

/**
 * Names one row of many: it searches while one types. Leaving the field without a choice puts back what was there; emptying
 * it names none.
 */
export function RowCombo({ value, onChange, search, ...props }: RowComboProps) {
  const { field, label, isRequired, isDisabled, error, hint, note } = props;
  const { t } = useTranslation();
  // Typed and not chosen yet; null: the name of what is chosen is shown.
  const [typed, setTyped] = useState<string | null>(null);
  const { found, state, isPending, start, stop } = useRowSearch(search);
  const { input, onKeyDownCapture, forget } = useWaitingKeys(isPending, found.length > 0);
  const text = typed ?? value?.label ?? '';
  // The widget knows what is chosen by the options alone: it is always one of them.
  const isListed = value === null || found.some(({ id }) => id === value.id);
  const options = isListed ? found : [...found, value];
  const settle = () => {
    setTyped(null);
    stop();
    forget();
  };

  return (
    <ComboBox
      className="field"
      data-field={field}
      items={options}
      value={value?.id ?? null}
      inputValue={text}
      onInputChange={(next) => {
        // The widget puts back the name of what is chosen by itself.
        if (next === value?.label) return settle();
        setTyped(next);
        forget();
        start(next);
        if (next === '' && value !== null) onChange(null);
      }}
      onSelectionChange={(key) => {
        const chosen = options.find(({ id }) => id === key);
        if (chosen !== undefined && chosen.id !== value?.id) onChange(chosen);
        settle();
      }}
      onOpenChange={(isOpen, trigger) => {
        if (isOpen && trigger === 'manual') start('');
      }}
      allowsEmptyCollection
      isInvalid={error !== undefined}
      isDisabled={isDisabled ?? false}
      isRequired={isRequired ?? false}
      validationBehavior="aria"
    >
      <FieldLabel label={label} isRequired={isRequired} />
      <div className="field__box">
        <Input
          ref={input}
          className="field__input"
          placeholder={t('choice.search')}
          spellCheck={false}
          onKeyDownCapture={onKeyDownCapture}
        />
        {value === null || isRequired === true || isDisabled === true ? null : (
          <Button
            slot={null}
            className="field__button"
            aria-label={`${t('choice.clear')}: ${label}`}
            onPress={() => {
              settle();
              onChange(null);
            }}
          >
            <Icon name="close" size="0.6875rem" />
          </Button>
        )}
        <Button className="field__button" aria-label={t('choice.open')}>
          <Icon name="open" size="0.75rem" />
        </Button>
      </div>
      <FieldFoot error={error} hint={hint} note={note} />
      <Popover className="options" offset={4}>
        <ListBox
          className="options__list"
          renderEmptyState={() => (
            <p className="options__empty">{t(`choice.${state === 'found' ? 'no-match' : state}`)}</p>
          )}
        >
          {(option: Chosen) => (
            <ListBoxItem id={option.id} textValue={option.label} className="option">
              {isListed || option.id !== value.id ? option.label : t('choice.present', { name: option.label })}
              {option.detail === undefined ? null : <span className="option__detail">{option.detail}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
