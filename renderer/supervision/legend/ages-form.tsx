import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { thresholdsFault } from '../../../shared/domain/index.ts';
import { usePreferences, useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { parseDuration, writeDuration } from './duration-text.ts';

/** From which age a vehicle is late, and silent: the operator's own, for all windows of this machine, from now on. */
export function AgesForm() {
  const { t } = useTranslation();
  const { preferences } = useServices();
  const ages = usePreferences((state) => state.ages);
  const [late, setLate] = useState(writeDuration(ages.lateMs));
  const [silent, setSilent] = useState(writeDuration(ages.silentMs));
  const [isWrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next = { lateMs: parseDuration(late) ?? Number.NaN, silentMs: parseDuration(silent) ?? Number.NaN };
    const fault = thresholdsFault(next);
    setWrong(fault !== undefined);
    if (fault === undefined) preferences.set({ ages: next });
  };
  const fields = [
    { name: 'late-after', value: late, set: setLate },
    { name: 'silent-after', value: silent, set: setSilent },
  ] as const;
  return (
    <form className="legend__ages" onSubmit={submit}>
      {fields.map(({ name, value, set }) => (
        <label key={name}>
          <span>{t(`legend.${name}`)}</span>
          <input
            name={name}
            value={value}
            aria-invalid={isWrong}
            aria-describedby="legend-ages-fault"
            onChange={(event) => set(event.target.value)}
          />
        </label>
      ))}
      <TextButton type="submit">{t('legend.ages-use')}</TextButton>
      <p id="legend-ages-fault" role="alert" className="legend__fault">
        {isWrong ? t('legend.ages-fault') : ''}
      </p>
    </form>
  );
}
