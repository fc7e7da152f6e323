import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { IncidentDetail, ShownEntry } from '../../shared/contract/index.ts';
import { alarmEventKind, alarmPriority, missionStatus } from '../../shared/domain/index.ts';
import { useFormat } from '../i18n/index.ts';
import { useNow } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { useMapLookout } from './map-lookout.tsx';

/** An entry that came so much later than it was written says when it came, ms. */
const LATER_MS = 60_000;

/** What has happened, the newest on top. */
export function Timeline({ row }: { row: IncidentDetail }) {
  const { t } = useTranslation();
  return (
    <section className="timeline">
      <h3>{t('incident.timeline')}</h3>
      <ol data-testid="timeline">
        {row.entries.toReversed().map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ entry }: { entry: ShownEntry }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { kind, at, recordedAt, by, text, view, isUnsent = false } = entry;
  const atMs = Date.parse(at);
  const isLater = Date.parse(recordedAt) - atMs > LATER_MS;
  return (
    <li data-kind={kind} data-unsent={isUnsent || undefined}>
      <p className="timeline__head">
        <time dateTime={at}>{format.preciseTime(atMs, now)}</time>
        <strong>{whatOf(t, entry, (time) => format.time(Date.parse(time), now))}</strong>
        {by === null || by === '' ? null : <span>{by}</span>}
        {isUnsent ? (
          <span className="timeline__unsent">
            <Icon name="unsent" size="0.875em" /> {t('unsent.queued')}
          </span>
        ) : null}
        {isLater ? <span>{t('incident.recorded', { at: format.time(Date.parse(recordedAt), now) })}</span> : null}
      </p>
      {kind === 'link' ? <LinkText text={text ?? ''} /> : <Written entry={entry} />}
      {view === null ? null : <ShowView view={view} />}
    </li>
  );
}

/** What people wrote; of a changed field and of what came by itself the head says all. */
function Written({ entry: { kind, text } }: { entry: ShownEntry }) {
  if (text === null || kind === 'changed' || kind === 'mission' || kind === 'opened') return null;
  return <p className="timeline__text">{text}</p>;
}

/** The address as it was entered, to be read and copied: a window opens no other site. */
function LinkText({ text }: { text: string }) {
  const [url = '', ...words] = text.split(' ');
  return (
    <p className="timeline__text">
      <code>{url}</code> {words.join(' ')}
    </p>
  );
}

function ShowView({ view }: { view: NonNullable<ShownEntry['view']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const lookout = useMapLookout();
  if (lookout === null) return null;
  return (
    <p className="timeline__views">
      <TextButton quiet onPress={() => lookout.show(view)}>
        {t('incident.show-view')}
      </TextButton>
      <TextButton quiet onPress={() => lookout.showThen(view)}>
        {t('incident.show-then', { at: format.preciseTime(view.atMs, now) })}
      </TextButton>
    </p>
  );
}

function whatOf(t: TFunction, { kind, what, text, subject }: ShownEntry, time: (at: string) => string): string {
  const about = subject === null ? '' : `${t(`incident.kind.${subject.kind}`)} ${subject.name}`;
  switch (kind) {
    case 'changed': {
      const field = what === 'title' || what === 'priority' || what === 'owner' || what === 'deadline' ? what : 'title';
      const value = text === null ? t('incident.nothing') : field === 'deadline' ? time(text) : wordOf(t, field, text);
      return t('incident.said', { what: t(`incident.column.${field}`), value });
    }
    case 'alarm':
    case 'mission':
      return t('incident.said', { what: about, value: wordOf(t, kind, what ?? '') });
    case 'attached':
    case 'detached':
      return t(`incident.entry.${kind}`, { about });
    default:
      return t(`incident.entry.${kind}`);
  }
}

/** A word of the service in the window's language; one that is not known is told as it is. */
function wordOf(t: TFunction, kind: 'alarm' | 'mission' | 'priority' | 'title' | 'owner', word: string): string {
  const ofAlarm = alarmEventKind.safeParse(word);
  if (kind === 'alarm' && ofAlarm.success) return t(`incident.alarm-word.${ofAlarm.data}`);
  const ofMission = missionStatus.safeParse(word);
  if (kind === 'mission' && ofMission.success) return t(`mission.status.${ofMission.data}`);
  const ofPriority = alarmPriority.safeParse(word);
  return kind === 'priority' && ofPriority.success ? t(`shift.priority.${ofPriority.data}`) : word;
}
