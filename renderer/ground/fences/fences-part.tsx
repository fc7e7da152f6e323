import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { useMayEdit } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { useGroundStore } from '../ground-context.tsx';
import { FenceEditor } from './fence-editor.tsx';
import { FenceLine } from './fence-line.tsx';
import { newDraft } from './fence-draft.ts';
import { matchesWords } from './match-words.ts';
import { useInside } from './use-inside.ts';

/** As many as can be looked through; the search finds the others. */
const MOST_SHOWN = 50;
const NO_ROWS = [] as const;

/** The geofences that all operators share: found, looked at, drawn, changed, removed. */
export function FencesPart() {
  const { t } = useTranslation();
  const { fences } = useGroundStore();
  const mayEdit = useMayEdit();
  const rows = useStore(fences.state, (view) => view.rows ?? NO_ROWS);
  const draft = useStore(fences.state, (view) => view.draft);
  const original = useStore(fences.state, (view) => view.original);
  // Without this panel nobody could end what is being drawn, and the map would be its for ever.
  useEffect(() => () => fences.draw(null), [fences]);
  const [text, setText] = useState('');
  const found = useMemo(() => rows.filter(({ name }) => matchesWords(name, text)), [rows, text]);
  const shown = found.slice(0, MOST_SHOWN);
  const geometries = useMemo(() => rows.map(({ geometry }) => geometry), [rows]);
  const inside = useInside(geometries);
  const places = useMemo(() => new Map(rows.map(({ id }, index) => [id, index])), [rows]);

  if (draft !== null) return <FenceEditor key={draft.id ?? 'new'} draft={draft} original={original} />;
  return (
    <section className="ground-part" aria-labelledby="ground-fences">
      <h3 id="ground-fences" className="ground-panel__heading">
        {t('fence.title', { count: rows.length })}
      </h3>
      {rows.length === 0 ? (
        <p className="ground-panel__note">{t('fence.none')}</p>
      ) : (
        <SearchBox
          label={t('fence.search')}
          clearLabel={t('list.clear-search')}
          value={text}
          onChange={setText}
          onLeave={() => document.querySelector<HTMLElement>('.fence-line button')?.focus()}
        />
      )}
      {rows.length > 0 && found.length === 0 ? <p className="ground-panel__note">{t('list.no-match')}</p> : null}
      <ul className="ground-list">
        {shown.map((row) => (
          <FenceLine key={row.id} row={row} inside={inside?.[places.get(row.id) ?? -1]} />
        ))}
      </ul>
      {found.length > shown.length ? (
        <p className="ground-panel__note">{t('fence.more', { count: found.length - shown.length })}</p>
      ) : null}
      {mayEdit ? (
        <div className="fence-editor__foot">
          <TextButton onPress={() => fences.draw(newDraft('polygon'))}>{t('fence.draw.polygon')}</TextButton>
          <TextButton onPress={() => fences.draw(newDraft('circle'))}>{t('fence.draw.circle')}</TextButton>
        </div>
      ) : null}
    </section>
  );
}
