import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentDetail, NamedSubject } from '../../shared/contract/index.ts';
import { INCIDENT_SUBJECTS, type IncidentSubjectKind } from '../../shared/domain/index.ts';
import { useEditing } from '../billing/index.ts';
import type { RecordPanel } from '../stores/selection.ts';
import { useClient, useServices } from '../stores/services.tsx';
import { IconButton, TextButton } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { RowCombo } from '../ui/row-combo.tsx';
import { SelectField } from '../ui/select-field.tsx';
import type { Chosen } from '../ui/use-row-search.ts';

const PANELS: Readonly<Record<IncidentSubjectKind, RecordPanel>> = {
  vehicle: 'vehicles',
  mission: 'missions',
  alarm: 'alarms',
};
const MOST_FOUND = 10;

/** What belongs to an incident: each leads to its detail, can be taken off, and more can be added. */
export function Gathered({ row, mayWrite }: { row: IncidentDetail; mayWrite: boolean }) {
  const { t } = useTranslation();
  const [isAdding, setAdding] = useState(false);
  return (
    <section className="gathered">
      <h3>{t('incident.gathered')}</h3>
      {row.subjects.length === 0 ? <p className="shift-none">{t('incident.gathered-none')}</p> : null}
      <ul data-testid="gathered">
        {row.subjects.map((subject) => (
          <Subject key={`${subject.kind}/${subject.id}`} row={row} subject={subject} mayWrite={mayWrite} />
        ))}
      </ul>
      {mayWrite ? <TextButton onPress={() => setAdding(true)}>{t('incident.gather')}</TextButton> : null}
      {isAdding ? <GatherSheet row={row} onClose={() => setAdding(false)} /> : null}
    </section>
  );
}

function Subject({ row, subject, mayWrite }: { row: IncidentDetail; subject: NamedSubject; mayWrite: boolean }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const editing = useEditing();
  const { kind, id, name, isKnown } = subject;
  const panel = PANELS[kind];
  const label = `${t(`incident.kind.${kind}`)} ${name}`;
  return (
    <li>
      {!isKnown ? (
        <span>{label}</span>
      ) : (
        <TextButton
          quiet
          onPress={() => {
            selection.showPanel(panel);
            selection.select({ panel, id });
          }}
        >
          {label}
        </TextButton>
      )}
      {mayWrite ? (
        <IconButton
          icon="close"
          name={t('incident.take-off', { about: label })}
          onPress={() => void editing.actQuietly('incident', row.id, 'detach', { kind, id })}
        />
      ) : null}
    </li>
  );
}

/** Finds a vehicle, a mission or an alarm by its words, and adds it. */
function GatherSheet({ row, onClose }: { row: IncidentDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const editing = useEditing();
  const [kind, setKind] = useState<IncidentSubjectKind>('vehicle');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const search = useCallback(
    async (text: string, signal: AbortSignal): Promise<readonly Chosen[]> => {
      const found = await client.request('search.all', { text, limit: MOST_FOUND }, { signal });
      switch (kind) {
        case 'vehicle':
          return found.vehicles.map(({ id, code, label }) => ({ id, label: code, detail: label }));
        case 'mission':
          return found.missions.map(({ id, reference, vehicleCode }) => ({
            ...{ id, label: reference, detail: vehicleCode ?? undefined },
          }));
        case 'alarm':
          return found.alarms.map(({ id, ruleName, subject }) => ({ id, label: `${ruleName} · ${subject}` }));
      }
    },
    [client, kind],
  );
  function add(): void {
    if (chosen === null) return;
    void editing.act('incident', row.id, 'attach', row.title, { kind, id: chosen.id });
    onClose();
  }
  return (
    <Sheet
      testId="gather"
      title={t('incident.gather')}
      kind={row.title}
      isOpen
      onClose={onClose}
      foot={
        <>
          <TextButton onPress={onClose}>{t('edit.cancel')}</TextButton>
          <TextButton main isDisabled={chosen === null} onPress={add}>
            {t('incident.gather-now')}
          </TextButton>
        </>
      }
    >
      <div className="shift-form">
        <SelectField
          field="kind"
          label={t('incident.gather-kind')}
          choices={INCIDENT_SUBJECTS.map((value) => ({ value, label: t(`incident.kind.${value}`) }))}
          value={kind}
          onChange={(next) => {
            setKind(next);
            setChosen(null);
          }}
        />
        <RowCombo
          key={kind}
          field="subject"
          label={t(`incident.kind.${kind}`)}
          isRequired
          value={chosen}
          onChange={setChosen}
          search={search}
        />
      </div>
    </Sheet>
  );
}
