import { useTranslation } from 'react-i18next';
import type { ScheduleWallView } from '../../shared/domain/index.ts';
import { firstLine, LineCombo, useDiagramOf, useLines } from '../schedule/index.ts';
import { SelectField } from '../ui/select-field.tsx';

interface ScheduleFormProps {
  view: ScheduleWallView;
  onChange: (view: ScheduleWallView) => void;
}

/** Of an hour the directions of a line are known as well as of a day. */
const SPAN_MS = 3_600_000;

/** The line that a wall shows as time and distance, and which way. */
export function ScheduleForm({ view, onChange }: ScheduleFormProps) {
  const { t } = useTranslation();
  const { record } = useLines();
  const lines = record.state === 'ready' ? record.value : [];
  const line = view.line ?? firstLine(lines);
  const { record: diagram } = useDiagramOf({ line, direction: view.direction, fromMs: null, spanMs: SPAN_MS });
  const known = diagram.state === 'ready' ? diagram.value : null;
  return (
    <div className="walls__schedule">
      <LineCombo lines={lines} value={line} onChange={(next) => onChange({ ...view, line: next, direction: null })} />
      {known === null || known.directions.length < 2 ? null : (
        <SelectField
          field="direction"
          label={t('schedule.direction')}
          choices={known.directions.map(({ key, name }) => ({ value: key, label: name }))}
          value={known.direction}
          onChange={(direction) => onChange({ ...view, direction })}
        />
      )}
      {record.state === 'ready' && lines.length === 0 ? <p className="walls__hint">{t('schedule.no-line')}</p> : null}
    </div>
  );
}
