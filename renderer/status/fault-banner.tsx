import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/index.ts';
import { useNow, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { faultSentence } from './fault-sentence.ts';
import type { Fault, FaultName } from './faults.ts';
import { useObserved } from './use-observed.ts';
import './fault-banner.css';

/** What trying again at once can mend. */
const RETRIED: ReadonlySet<FaultName> = new Set(['host-lost', 'host-refused', 'host-stopped']);
/** Nothing to be read from three metres, and nobody there could put it away: the count of what is to settle says it. */
const FOR_A_PERSON: ReadonlySet<FaultName> = new Set(['edits-salvaged']);
/** More than this and the map would be pushed away; the status line lists them all. */
const MOST_SHOWN = 3;

/**
 * What is wrong, under the header of every window, as long as it is. It is always there for screen readers, empty when all
 * is well; the machine name of the worst fault stands in `data-state`. `quiet`: on a wall, where nobody presses a button.
 */
export function FaultBanner({ quiet = false }: { quiet?: boolean }) {
  const { faults } = useObserved();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const standing = faults.filter((fault) => !dismissed.has(keyOf(fault)) && !(quiet && FOR_A_PERSON.has(fault.name)));
  const shown = standing.slice(0, MOST_SHOWN);
  const dismiss = (fault: Fault) => setDismissed((before) => new Set([...before, keyOf(fault)]));
  return (
    <div className="fault-banner" role="alert" data-testid="fault-banner" data-state={standing[0]?.name ?? 'none'}>
      {shown.map((fault) => (
        <FaultRow
          key={fault.name}
          fault={fault}
          actions={quiet ? null : <FaultActions fault={fault} onDismiss={dismiss} />}
        />
      ))}
    </div>
  );
}

function FaultRow({ fault, actions }: { fault: Fault; actions: ReactNode }) {
  const { t } = useTranslation();
  const { title, remedy } = faultSentence(t, fault);
  return (
    <div className={`fault fault--${fault.severity}`} data-fault={fault.name}>
      <StatusMark severity={fault.severity} size="1.125rem" />
      <p className="fault__text">
        <span className="fault__title">
          <strong>{title}</strong>
          {fault.sinceMs === null ? null : <Since atMs={fault.sinceMs} />}
        </span>
        <span className="fault__remedy">{remedy}</span>
      </p>
      {actions}
    </div>
  );
}

/** A fault goes when it is mended; only a notice can be put away. */
function FaultActions({ fault, onDismiss }: { fault: Fault; onDismiss: (fault: Fault) => void }) {
  const { t } = useTranslation();
  const { connection } = useServices();
  if (RETRIED.has(fault.name)) return <TextButton onPress={connection.retry}>{t('status.retry-now')}</TextButton>;
  if (fault.severity !== 'notice') return null;
  return <TextButton onPress={() => onDismiss(fault)}>{t('status.dismiss')}</TextButton>;
}

const keyOf = ({ name, detail }: Fault) => `${name} ${detail ?? ''}`;

function Since({ atMs }: { atMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  return <> {t('status.since', { time: format.preciseTime(atMs, now) })}</>;
}
