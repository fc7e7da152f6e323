import { type KeyboardEvent, useState } from 'react';
import { Input, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/index.ts';
import { parseInstant } from './parse-instant.ts';

/** Goes to a time that is typed: what it shows is where one is, until somebody types. */
export function InstantField({ instantMs, onGoTo }: { instantMs: number; onGoTo: (atMs: number) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && typed !== null) {
      event.stopPropagation();
      setTyped(null);
      setWrong(false);
    }
    if (event.key !== 'Enter' || typed === null) return;
    const atMs = parseInstant(typed, instantMs);
    setWrong(atMs === null);
    if (atMs === null) return;
    setTyped(null);
    onGoTo(atMs);
  }
  return (
    <TextField
      className="instant-field"
      aria-label={t('replay.time')}
      value={typed ?? format.clock(instantMs)}
      onChange={(text) => {
        setTyped(text);
        setWrong(false);
      }}
      isInvalid={isWrong}
      validationBehavior="aria"
      autoComplete="off"
    >
      <Input
        className="instant-field__input"
        data-testid="replay-time"
        spellCheck={false}
        aria-describedby="replay-time-help"
        onKeyDown={onKeyDown}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => {
          setTyped(null);
          setWrong(false);
        }}
      />
      <span
        id="replay-time-help"
        className={isWrong ? 'instant-field__fault' : 'visually-hidden'}
        role={isWrong ? 'alert' : undefined}
      >
        {isWrong ? t('replay.time-fault') : t('replay.time-hint')}
      </span>
    </TextField>
  );
}
