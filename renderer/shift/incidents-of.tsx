import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { NamedSubject } from '../../shared/contract/index.ts';
import type { IncidentSubject } from '../../shared/domain/index.ts';
import { useRecord } from '../lists/index.ts';
import { useClient, useMayDo, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { SHORTCUTS, useShortcut } from '../ui/shortcuts.tsx';
import { IncidentForm } from './incident-form.tsx';
import './shift.css';

const ENTITIES: readonly SyncEntity[] = ['incident'];
/** More than these are no line to read. */
const MOST = 5;

/** Beneath the detail of a vehicle, a mission or an alarm: the incidents that it belongs to, and the way to open one about it. */
export function IncidentsOf({ kind, id }: IncidentSubject) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const client = useClient();
  const mayOpen = useMayDo('incident', 'edit');
  const [about, setAbout] = useState<NamedSubject | null>(null);
  const read = useCallback(
    (signal: AbortSignal) =>
      client.request('incidents.page', { view: 'current', subject: { kind, id }, offset: 0, limit: MOST }, { signal }),
    [client, kind, id],
  );
  const { record } = useRecord(`${kind}/${id}`, read, ENTITIES);
  async function open(): Promise<void> {
    if (!mayOpen) return;
    const name = await nameOf(client, { kind, id }).catch(() => id);
    setAbout({ kind, id, name, isKnown: true });
  }
  useShortcut('incident', () => void open());
  const rows = record.state === 'ready' ? record.value.rows : [];
  if (!mayOpen && rows.length === 0) return null;
  return (
    <div className="incidents-of" data-testid="incidents-of">
      {rows.map((row) => (
        <TextButton
          key={row.id}
          quiet
          onPress={() => {
            selection.showPanel('incidents');
            selection.select({ panel: 'incidents', id: row.id });
          }}
        >
          {row.title}
        </TextButton>
      ))}
      {mayOpen ? (
        <TextButton onPress={() => void open()}>
          {t('incident.open-about')} <kbd>{SHORTCUTS.incident[0].toUpperCase()}</kbd>
        </TextButton>
      ) : null}
      {about === null ? null : <IncidentForm about={about} onClose={() => setAbout(null)} />}
    </div>
  );
}

/** What people call it. */
async function nameOf(client: ReturnType<typeof useClient>, { kind, id }: IncidentSubject): Promise<string> {
  switch (kind) {
    case 'vehicle':
      return (await client.request('vehicles.get', { id })).code;
    case 'mission':
      return (await client.request('missions.get', { id })).reference;
    case 'alarm': {
      const { ruleName, subject } = await client.request('alarms.get', { id });
      return `${ruleName} · ${subject}`;
    }
  }
}
