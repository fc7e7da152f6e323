import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { VIEW_KINDS, type ViewKind, type Wall, type WallCell } from '../../shared/domain/index.ts';
import { TextButton } from '../ui/button.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { changeCell, setArea, setView } from './arrange.ts';
import { Check } from './check.tsx';
import { mapInView } from './map-in-view.ts';
import { ScheduleForm } from './schedule-form.tsx';

interface CellFormProps {
  wall: Wall;
  screen: string;
  cell: WallCell;
  /** Null: the screen has no other cell. */
  number: number | null;
  onChange: (wall: Wall) => void;
}

/** What one cell shows. */
export function CellForm({ wall, screen, cell, number, onChange }: CellFormProps) {
  const { t } = useTranslation();
  const { view } = cell;
  return (
    <div className="walls__cell" data-cell={cell.id}>
      <SelectField<ViewKind>
        field="view"
        label={number === null ? t('walls.view') : t('walls.view-of', { number })}
        choices={VIEW_KINDS.map((value) => ({ value, label: t(`wall.view.${value}`) }))}
        value={view.kind}
        onChange={(kind) => onChange(setView(wall, screen, cell.id, kind))}
      />
      {view.kind === 'map' ? (
        <div className="walls__map">
          <AreaForm {...{ wall, screen, cell, onChange }} />
          <Check
            isOn={view.goes}
            onChange={(goes) =>
              onChange(changeCell(wall, screen, cell.id, (at) => ({ ...at, view: { ...view, goes } })))
            }
          >
            {t('walls.goes')}
          </Check>
        </div>
      ) : null}
      {view.kind === 'schedule' ? (
        <ScheduleForm
          view={view}
          onChange={(next) => onChange(changeCell(wall, screen, cell.id, (at) => ({ ...at, view: next })))}
        />
      ) : null}
    </div>
  );
}

/** The part of the world that a map shows: the fleet, or what the console's own map shows when it is asked. */
function AreaForm({ wall, screen, cell, onChange }: Omit<CellFormProps, 'number'>) {
  const { t } = useTranslation();
  const [isMissing, setMissing] = useState(false);
  if (cell.view.kind !== 'map') return null;
  const { span: of, area: own } = cell.view;
  const area = of === null ? own : (wall.spans.find(({ id }) => id === of)?.area ?? null);
  return (
    <div className="walls__area">
      <span className="walls__value">
        {area === null
          ? t('walls.area.fleet')
          : t('walls.area.at', {
              latitude: area.latitude.toFixed(3),
              longitude: area.longitude.toFixed(3),
              zoom: area.zoom.toFixed(1),
            })}
      </span>
      <TextButton
        onPress={() => {
          const seen = mapInView(document);
          setMissing(seen === undefined);
          if (seen !== undefined) onChange(setArea(wall, screen, cell.id, seen));
        }}
      >
        {t('walls.area.take')}
      </TextButton>
      {area === null ? null : (
        <TextButton quiet onPress={() => onChange(setArea(wall, screen, cell.id, null))}>
          {t('walls.area.use-fleet')}
        </TextButton>
      )}
      {isMissing ? <p className="walls__hint">{t('walls.area.no-map')}</p> : null}
    </div>
  );
}
