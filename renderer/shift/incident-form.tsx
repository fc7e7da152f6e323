import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { IncidentDetail, NamedSubject } from '../../shared/contract/index.ts';
import { ALARM_PRIORITIES, alarmPriority, type FieldValues } from '../../shared/domain/index.ts';
import {
  type EditOutcome,
  reasonSentence,
  RestoredNote,
  useEditing,
  useKeptEntry,
  useWhoActs,
} from '../billing/index.ts';
import { useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { TextField } from '../ui/text-field.tsx';
import { moment, MomentField, momentOf, msOfMoment } from './moment-field.tsx';

interface IncidentFormProps {
  /** Undefined: a new one. */
  incident?: IncidentDetail;
  /** What it is about from the beginning. */
  about?: NamedSubject;
  onClose: () => void;
}

/** What is entered, and as its draft is kept. */
const entered = z.object({ title: z.string(), priority: alarmPriority, owner: z.string(), deadline: moment });

/** Opens an incident, or changes what it is called, how grave it is, who looks after it and until when. */
export function IncidentForm({ incident, about, onClose }: IncidentFormProps) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const editing = useEditing();
  const me = useWhoActs()?.account ?? null;
  const ofWhat = about === undefined ? 'new' : `about.${about.kind}.${about.id}`;
  const entry = useKeptEntry(`incident.${incident?.id ?? ofWhat}`, entered, {
    title: incident?.title ?? (about === undefined ? '' : about.name),
    priority: incident?.priority ?? 'medium',
    owner: incident?.owner ?? '',
    deadline: momentOf(incident?.deadline == null ? null : Date.parse(incident.deadline)),
  });
  const { title, priority, owner, deadline } = entry.values;
  const [isTried, setTried] = useState(false);
  const [outcome, setOutcome] = useState<EditOutcome | null>(null);
  const deadlineMs = msOfMoment(deadline);

  async function save(): Promise<void> {
    setTried(true);
    if (title.trim() === '' || deadlineMs === undefined) return;
    const wanted: FieldValues = {
      ...{ title: title.trim(), priority, owner: owner.trim() === '' ? null : owner.trim() },
      deadline: deadlineMs === null ? null : new Date(deadlineMs).toISOString(),
    };
    const done = incident === undefined ? await create(wanted) : await change(incident, wanted);
    if (done !== null && done.result !== 'kept') return setOutcome(done);
    entry.drop();
    onClose();
  }

  async function create(fields: FieldValues): Promise<EditOutcome> {
    const made = await editing.create('incident', fields, title.trim());
    if (made.result !== 'kept') return made;
    if (about !== undefined)
      await editing.actQuietly('incident', made.id, 'attach', { kind: about.kind, id: about.id });
    selection.showPanel('incidents');
    selection.select({ panel: 'incidents', id: made.id });
    return made;
  }

  /** @returns null where nothing is to be changed */
  async function change(row: IncidentDetail, wanted: FieldValues): Promise<EditOutcome | null> {
    const before: FieldValues = { title: row.title, priority: row.priority, owner: row.owner, deadline: row.deadline };
    const fields = Object.fromEntries(
      Object.entries(wanted).flatMap(([field, to]) =>
        before[field] === to ? [] : [[field, { from: before[field] ?? null, to }]],
      ),
    );
    if (Object.keys(fields).length === 0) return null;
    return editing.patch('incident', row.id, fields, title.trim());
  }

  return (
    <Sheet
      testId="incident-form"
      title={t(incident === undefined ? 'incident.new' : 'incident.edit')}
      {...(about === undefined ? {} : { kind: `${t(`incident.kind.${about.kind}`)} ${about.name}` })}
      isOpen
      onClose={onClose}
      foot={
        <>
          {entry.isEntered ? (
            <TextButton
              quiet
              onPress={() => {
                entry.drop();
                onClose();
              }}
            >
              {t('edit.discard')}
            </TextButton>
          ) : null}
          <TextButton onPress={onClose}>{t(entry.isEntered ? 'edit.close' : 'edit.cancel')}</TextButton>
          <TextButton main onPress={() => void save()}>
            {t(incident === undefined ? 'incident.open' : 'edit.save')}
          </TextButton>
        </>
      }
    >
      <div className="shift-form">
        <RestoredNote form={entry} isNew={incident === undefined} />
        <TextField
          field="title"
          label={t('incident.column.title')}
          isRequired
          value={title}
          onChange={(text) => entry.change({ title: text.slice(0, 200) })}
          {...(isTried && title.trim() === '' ? { error: t('incident.title-missing') } : {})}
        />
        <SelectField
          field="priority"
          label={t('incident.column.priority')}
          choices={ALARM_PRIORITIES.map((value) => ({ value, label: t(`shift.priority.${value}`) }))}
          value={priority}
          onChange={(next) => entry.change({ priority: next })}
        />
        <div className="shift-form__owner">
          <TextField
            field="owner"
            label={t('incident.column.owner')}
            hint={t('incident.owner-hint')}
            value={owner}
            onChange={(text) => entry.change({ owner: text.slice(0, 200) })}
          />
          {me === null ? null : (
            <TextButton onPress={() => entry.change({ owner: me })}>{t('incident.owner-me')}</TextButton>
          )}
        </div>
        <MomentField
          field="deadline"
          label={t('incident.deadline-day')}
          timeLabel={t('incident.deadline-time')}
          value={deadline}
          onChange={(next) => entry.change({ deadline: next })}
          error={isTried && deadlineMs === undefined ? t('shift.moment-wrong') : undefined}
        />
        {outcome !== null && outcome.result !== 'kept' ? (
          <p role="alert">
            <StatusMark severity="warning" /> {reasonSentence(t, outcome)}
          </p>
        ) : null}
      </div>
    </Sheet>
  );
}
