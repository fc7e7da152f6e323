import { useTranslation } from 'react-i18next';
import { DIVISIONS, type Division, divisionOf, type Wall, type WallScreen } from '../../shared/domain/index.ts';
import { TextButton } from '../ui/button.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { changeScreen, divide, setInSpan } from './arrange.ts';
import { CellForm } from './cell-form.tsx';
import { Check } from './check.tsx';
import { NumberField } from './number-field.tsx';

interface ScreenFormProps {
  wall: Wall;
  screen: WallScreen;
  title: string;
  /** False in a browser: a screen is then looked at in a tab. */
  hasDisplays: boolean;
  onChange: (wall: Wall) => void;
  /** Undefined for the last screen of a wall. */
  onRemove: (() => void) | undefined;
}

const SCALES = ['0.75', '1', '1.25', '1.5', '2', '3'] as const;
const THEMES = ['chosen', 'dark', 'light'] as const;
const MILLIMETRES = { least: 50, most: 20_000 } as const;

/** What one screen shows, and how. */
export function ScreenForm({ wall, screen, title, hasDisplays, onChange, onRemove }: ScreenFormProps) {
  const { t } = useTranslation();
  const { id, cells } = screen;
  const change = (update: Partial<WallScreen>) => onChange(changeScreen(wall, id, (one) => ({ ...one, ...update })));
  const [span] = wall.spans;
  const isInSpan = cells.some(({ view }) => view.kind === 'map' && view.span !== null);
  return (
    <section className="walls__screen" aria-label={title} data-screen={id}>
      <h3 className="walls__heading">{title}</h3>
      <div className="walls__fields">
        <SelectField<Division>
          field="division"
          label={t('walls.division')}
          choices={DIVISIONS.map((value) => ({ value, label: t(`walls.division.${value}`) }))}
          value={divisionOf(cells) ?? null}
          onChange={(division) => onChange(divide(wall, id, division))}
        />
        <SelectField
          field="scale"
          label={t('walls.scale')}
          choices={SCALES.map((value) => ({ value, label: t('walls.scale-of', { percent: Number(value) * 100 }) }))}
          value={SCALES.find((value) => Number(value) === screen.scale) ?? null}
          onChange={(value) => change({ scale: Number(value) })}
        />
        <SelectField
          field="theme"
          label={t('walls.theme')}
          choices={THEMES.map((value) => ({ value, label: t(`walls.theme.${value}`) }))}
          value={screen.theme ?? 'chosen'}
          onChange={(value) => change({ theme: value === 'chosen' ? null : value })}
        />
        {isInSpan ? (
          <NumberField
            field="widthMillimetres"
            label={t('walls.millimetres')}
            hint={t('walls.millimetres-hint')}
            unit="mm"
            range={MILLIMETRES}
            value={screen.widthMillimetres}
            onChange={(widthMillimetres) => change({ widthMillimetres })}
          />
        ) : null}
      </div>
      <Check isOn={screen.bars} onChange={(bars) => change({ bars })}>
        {t('walls.bars')}
      </Check>
      {span !== undefined && cells.length === 1 && cells[0]?.view.kind === 'map' ? (
        <Check isOn={isInSpan} onChange={(isOn) => onChange(setInSpan(wall, id, isOn ? span.id : null))}>
          {t('walls.span.part')}
        </Check>
      ) : null}
      {cells.map((cell, index) => (
        <CellForm
          key={cell.id}
          {...{ wall, screen: id, cell, onChange }}
          number={cells.length > 1 ? index + 1 : null}
        />
      ))}
      <div className="walls__line">
        {hasDisplays ? null : (
          <TextButton onPress={() => void window.open(`wall.html?wall=${wall.id}&screen=${id}`, '_blank')}>
            {t('walls.open-tab')}
          </TextButton>
        )}
        {onRemove === undefined ? null : (
          <TextButton quiet onPress={onRemove}>
            {t('walls.remove-screen')}
          </TextButton>
        )}
      </div>
    </section>
  );
}
