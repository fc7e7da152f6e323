import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { DateField } from '../ui/date-field.tsx';
import { TextField } from '../ui/text-field.tsx';

/** A day and a time of day as they are entered, by this computer's calendar. */
export const moment = z.object({
  /** `YYYY-MM-DD`; null: none. */
  day: z.string().nullable(),
  /** What was typed and is no day. */
  typed: z.string().optional(),
  /** `HH:MM`. */
  time: z.string(),
});
export type Moment = Readonly<z.infer<typeof moment>>;

const TIME = /^([01]?\d|2[0-3])[:h.]([0-5]\d)$/;

export function momentOf(atMs: number | null): Moment {
  if (atMs === null) return { day: null, typed: undefined, time: '' };
  const at = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return { day, typed: undefined, time: `${two(at.getHours())}:${two(at.getMinutes())}` };
}

/** UTC ms; null: nothing was entered; undefined: it is no moment. */
export function msOfMoment({ day, typed, time }: Moment): number | null | undefined {
  if (typed !== undefined) return undefined;
  if (day === null) return time.trim() === '' ? null : undefined;
  const [, hours, minutes] = TIME.exec(time.trim()) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date, Number(hours), Number(minutes)).getTime();
}

interface MomentFieldProps {
  field: string;
  label: string;
  timeLabel: string;
  value: Moment;
  onChange: (value: Moment) => void;
  isRequired?: boolean;
  /** Why it cannot be taken. */
  error?: string | undefined;
}

/** A day beside a time of day. */
export function MomentField({ field, label, timeLabel, value, onChange, isRequired, error }: MomentFieldProps) {
  const { t } = useTranslation();
  return (
    <div className="moment-field">
      <DateField
        field={field}
        label={label}
        isRequired={isRequired}
        value={value.day}
        typed={value.typed}
        onChange={(day) => onChange({ ...value, day, typed: undefined })}
        onTyped={(typed) => onChange({ ...value, day: null, typed })}
        {...(error === undefined ? {} : { error })}
      />
      <TextField
        field={`${field}-time`}
        label={timeLabel}
        hint={t('shift.time-hint')}
        isRequired={isRequired}
        inputMode="numeric"
        value={value.time}
        onChange={(time) => onChange({ ...value, time: time.slice(0, 5) })}
      />
    </div>
  );
}
