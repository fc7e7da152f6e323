import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LngLat, MAX_GEOFENCE_CORNERS, MAX_GEOFENCE_RADIUS_METRES } from '../../../shared/domain/index.ts';
import { IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { DraftChange, FenceDraft, Outline } from './fence-draft.ts';
import { placeText, readPlace } from './read-place.ts';

interface FieldsProps {
  draft: FenceDraft;
  onChange: (change: DraftChange) => void;
}

/** The outline as places that can be typed: all that the pointer does on the map can be done here. */
export function OutlineFields({ draft, onChange }: FieldsProps) {
  return draft.outline.shape === 'polygon' ? (
    <CornerFields outline={draft.outline} selected={draft.selected} onChange={onChange} />
  ) : (
    <CircleFields outline={draft.outline} onChange={onChange} />
  );
}

function CornerFields({
  outline,
  selected,
  onChange,
}: {
  outline: Extract<Outline, { shape: 'polygon' }>;
  selected: number | null;
  onChange: FieldsProps['onChange'];
}) {
  const { t } = useTranslation();
  const { corners } = outline;
  // A corner has no name but its place in the row: a field stays that of the same number, and keeps the focus.
  const numbered = corners.map((corner, index) => ({ key: `corner-${index}`, number: index + 1, corner }));
  return (
    <fieldset className="fence-corners">
      <legend className="ground-panel__heading">{t('fence.corners', { count: corners.length })}</legend>
      <ol className="fence-corners__list">
        {numbered.map(({ key, number, corner }) => (
          <li key={key} data-selected={number - 1 === selected}>
            <PlaceField
              label={t('fence.corner', { number })}
              value={corner}
              onFocus={() => onChange({ type: 'select', index: number - 1 })}
              onPlace={(to) => onChange({ type: 'move', index: number - 1, to, isNew: true })}
            />
            <IconButton
              icon="remove"
              name={t('fence.remove-corner', { number })}
              onPress={() => onChange({ type: 'remove', index: number - 1 })}
            />
          </li>
        ))}
      </ol>
      {corners.length >= MAX_GEOFENCE_CORNERS ? null : (
        <PlaceField
          // Empty again after each.
          key={corners.length}
          label={t('fence.add-corner')}
          value={null}
          onPlace={(at) => onChange({ type: 'add', at })}
        />
      )}
    </fieldset>
  );
}

function CircleFields({
  outline,
  onChange,
}: {
  outline: Extract<Outline, { shape: 'circle' }>;
  onChange: FieldsProps['onChange'];
}) {
  const { t } = useTranslation();
  const { center, radiusMetres } = outline;
  return (
    <div className="fence-circle">
      <PlaceField
        label={t('fence.center')}
        value={center}
        onPlace={(at) => onChange({ type: 'center', at, isNew: true })}
      />
      <TypedField
        field="radius"
        label={t('fence.radius')}
        text={radiusMetres === null ? '' : String(radiusMetres)}
        unit="m"
        error={t('fence.radius-wrong', { most: MAX_GEOFENCE_RADIUS_METRES })}
        onTyped={(typed) => {
          const metres = Number(typed.replaceAll(/[\s\u202f\u00a0]/g, '').replace(',', '.'));
          if (typed.trim() === '' || !(metres >= 1 && metres <= MAX_GEOFENCE_RADIUS_METRES)) return false;
          onChange({ type: 'radius', metres, isNew: true });
          return true;
        }}
      />
    </div>
  );
}

function PlaceField(props: {
  label: string;
  value: LngLat | null;
  onPlace: (place: LngLat) => void;
  onFocus?: () => void;
}) {
  const { t } = useTranslation();
  const { label, value, onPlace, onFocus } = props;
  return (
    <div className="fence-place" onFocus={onFocus}>
      <TypedField
        field="place"
        label={label}
        text={value === null ? '' : placeText(value)}
        error={t('fence.place-wrong')}
        placeholder={t('fence.place-example')}
        onTyped={(typed) => {
          const place = readPlace(typed);
          if (place === undefined) return typed.trim() === '' && value === null;
          onPlace(place);
          return true;
        }}
      />
    </div>
  );
}

/** A text that counts when it is left, or with Enter: until then the outline stays as it was. */
function TypedField(props: {
  field: string;
  label: string;
  /** As it is now; shown unless something else is being typed. */
  text: string;
  error: string;
  unit?: string;
  placeholder?: string;
  /** @returns false for what cannot be taken */
  onTyped: (typed: string) => boolean;
}) {
  const { field, label, text, error, unit, placeholder, onTyped } = props;
  const [typed, setTyped] = useState<string>();
  const [isWrong, setWrong] = useState(false);
  const take = () => {
    if (typed === undefined || typed === text) return setTyped(undefined);
    const isTaken = onTyped(typed);
    setWrong(!isTaken);
    if (isTaken) setTyped(undefined);
  };
  return (
    <TextField
      field={field}
      label={label}
      value={typed ?? text}
      onChange={(next) => {
        setTyped(next);
        setWrong(false);
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        take();
      }}
      error={isWrong ? error : undefined}
      {...(unit === undefined ? {} : { unit })}
      {...(placeholder === undefined ? {} : { placeholder })}
    />
  );
}
