import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenScreen } from '../../shared/contract/index.ts';
import { MOST_SCREENS, type Wall } from '../../shared/domain/index.ts';
import { TextButton } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { addScreen, placeBeside, removeScreen } from './arrange.ts';
import { Check } from './check.tsx';
import { DeskPicture } from './desk-picture.tsx';
import { deskOf, type DeskPlace } from './desk-places.ts';
import { ScreenForm } from './screen-form.tsx';
import { SpanForm } from './span-form.tsx';
import type { WallsState } from './walls-store.ts';

interface WallFormProps {
  wall: Wall;
  open: readonly OpenScreen[];
  displays: WallsState['displays'];
  onChange: (wall: Wall) => void;
  onIdentify: () => void;
}

/** One wall: its name, the picture of the displays, and the screen that is chosen in it. */
export function WallForm({ wall, open, displays, onChange, onIdentify }: WallFormProps) {
  const { t } = useTranslation();
  const places = deskOf(wall, displays ?? [], open);
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const chosen =
    places.find(({ key }) => key === chosenKey) ?? places.find(({ screen }) => screen !== undefined) ?? places[0];
  const isFull = wall.screens.length >= MOST_SCREENS;

  function use(place: DeskPlace): void {
    if (place.known === undefined || isFull) return;
    const added = addScreen(wall, place.known);
    onChange(added.wall);
    setChosenKey(place.key);
  }
  function addWithoutDisplay(): void {
    const added = addScreen(wall, { id: 0, label: '', bounds: placeBeside(wall.screens) });
    onChange(added.wall);
    setChosenKey(`screen ${added.id}`);
  }

  return (
    <div className="walls__wall">
      <div className="walls__line">
        <NameField key={wall.name} name={wall.name} onChange={(name) => onChange({ ...wall, name })} />
        <Check isOn={wall.linked} onChange={(linked) => onChange({ ...wall, linked })}>
          {t('walls.linked')}
        </Check>
      </div>
      {displays === null ? <p className="walls__hint">{t('walls.no-displays')}</p> : null}
      <DeskPicture places={places} chosen={chosen?.key} onChoose={setChosenKey} />
      <div className="walls__line">
        {displays === null ? (
          <TextButton onPress={addWithoutDisplay} isDisabled={isFull}>
            {t('walls.add-screen')}
          </TextButton>
        ) : (
          <TextButton onPress={onIdentify}>{t('walls.identify')}</TextButton>
        )}
        <SpanForm wall={wall} onChange={onChange} />
      </div>
      {chosen === undefined ? null : chosen.screen === undefined ? (
        <section className="walls__screen" aria-label={chosen.title(t)}>
          <h3 className="walls__heading">{chosen.title(t)}</h3>
          <p className="walls__hint">{t('walls.unused-detail')}</p>
          <TextButton main isDisabled={isFull} onPress={() => use(chosen)}>
            {t('walls.use-display')}
          </TextButton>
        </section>
      ) : (
        <ScreenForm
          key={`${wall.id} ${chosen.screen.id}`}
          {...{ wall, screen: chosen.screen, title: chosen.title(t), hasDisplays: displays !== null }}
          onChange={onChange}
          onRemove={wall.screens.length > 1 ? () => onChange(removeScreen(wall, chosen.screen?.id ?? '')) : undefined}
        />
      )}
    </div>
  );
}

/** Kept when it is left or Enter is pressed; an empty one goes back to what it was. */
function NameField({ name, onChange }: { name: string; onChange: (name: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(name);
  const keep = () => {
    const trimmed = text.trim().slice(0, 80);
    if (trimmed === '') setText(name);
    else if (trimmed !== name) onChange(trimmed);
  };
  return (
    <TextField
      field="name"
      label={t('walls.name')}
      value={text}
      onChange={setText}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
    />
  );
}
