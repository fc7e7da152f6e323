import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { IncidentDetail } from '../../shared/contract/index.ts';
import { type FieldValues, LONGEST_ENTRY } from '../../shared/domain/index.ts';
import { type EditOutcome, reasonSentence, RestoredNote, useEditing, useKeptEntry } from '../billing/index.ts';
import { TextButton } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useMapLookout } from './map-lookout.tsx';

const KINDS = ['note', 'decide', 'link', 'view'] as const;
/** What is entered, and as its draft is kept. */
const entered = z.object({ kind: z.enum(KINDS), text: z.string(), url: z.string() });
const NOTHING: z.infer<typeof entered> = { kind: 'note', text: '', url: '' };

/** Adds to the timeline: a note, a decision, a link, or what the map shows now. Ctrl+Enter in the text adds it. */
export function EntryForm({ row: { id } }: { row: IncidentDetail }) {
  const { t } = useTranslation();
  const editing = useEditing();
  const lookout = useMapLookout();
  const entry = useKeptEntry(`incident-entry.${id}`, entered, NOTHING);
  const { kind, text, url } = entry.values;
  const [outcome, setOutcome] = useState<EditOutcome | null>(null);
  const [isMissing, setMissing] = useState(false);

  async function add(): Promise<void> {
    const place = lookout?.current();
    if (kind === 'view' && place === undefined) return setMissing(true);
    if ((kind === 'note' || kind === 'decide') && text.trim() === '') return setMissing(true);
    const written: FieldValues = text.trim() === '' ? {} : { text: text.trim() };
    const own: FieldValues = kind === 'link' ? { url: url.trim() } : kind === 'view' ? { ...place } : {};
    const done = await editing.actQuietly('incident', id, kind, { ...own, ...written });
    setOutcome(done);
    if (done.result !== 'kept') return;
    entry.drop();
    // The next one is likely of the same kind.
    entry.change({ text: '', url: '' });
  }

  return (
    <form
      className="entry-form"
      data-testid="entry-form"
      aria-label={t('incident.add')}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      {text === '' && url === '' ? null : <RestoredNote form={entry} isNew />}
      <ChoiceGroup
        label={t('incident.add')}
        choices={KINDS.filter((value) => value !== 'view' || lookout !== null).map((value) => ({
          value,
          label: t(`incident.add-kind.${value}`),
        }))}
        value={kind}
        onChange={(next) => {
          entry.change({ kind: next });
          setMissing(false);
          setOutcome(null);
        }}
      />
      {kind === 'link' ? (
        <TextField
          field="url"
          label={t('incident.link')}
          placeholder="https://"
          isRequired
          value={url}
          onChange={(next) => entry.change({ url: next.slice(0, 2_000) })}
        />
      ) : null}
      <TextArea
        field="text"
        label={t(`incident.add-label.${kind}`)}
        value={text}
        onChange={(next) => {
          entry.change({ text: next.slice(0, LONGEST_ENTRY) });
          setMissing(false);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.ctrlKey) return;
          event.preventDefault();
          void add();
        }}
        {...(isMissing ? { error: t(kind === 'view' ? 'incident.no-map' : 'shift.text-missing') } : {})}
      />
      <TextButton onPress={() => void add()}>{t('incident.add-now')}</TextButton>
      {outcome !== null && outcome.result !== 'kept' ? (
        <p role="alert">
          <StatusMark severity="warning" /> {reasonSentence(t, outcome)}
        </p>
      ) : null}
    </form>
  );
}
