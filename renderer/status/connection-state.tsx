import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { StatusMark } from '../ui/status-mark.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import { OutboxAnnouncer } from './outbox-state.tsx';
import { PartLabel } from './part-label.tsx';
import { overallOf, type PartShown, partsOf } from './parts.ts';
import { PartSentence } from './part-sentence.tsx';
import { StatusTools } from './status-tools.tsx';
import { SyncProgress } from './sync-progress.tsx';
import { useObserved } from './use-observed.ts';
import './connection-state.css';

/** The chain from the feed to this window in one compact cluster, which opens to plain sentences. */
export function ConnectionState() {
  const { t } = useTranslation();
  const { observed, faults } = useObserved();
  const [isOpen, setOpen] = useState(false);
  useShortcut('connection', () => setOpen(true));
  const parts = partsOf(observed);
  const overall = overallOf(observed, faults);
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="connection" data-testid="connection-state" data-state={overall}>
        <span className="visually-hidden">{`${t('status.title')} ${t(`status.overall.${overall}`)}`}</span>
        {parts.filter(isInHeader).map((shown) => (
          <span
            key={shown.part}
            className={`connection__part connection__part--${shown.severity}`}
            data-part={shown.part}
            data-state={shown.state}
          >
            <StatusMark severity={shown.severity} size="0.75rem" />
            <PartLabel part={shown} observed={observed} />
          </span>
        ))}
      </Button>
      <Popover className="popover" placement="bottom end" offset={6}>
        <Dialog className="connection-detail">
          <Heading slot="title" className="connection-detail__title">
            {t('status.title')}
          </Heading>
          <p className="connection-detail__overall">{t(`status.overall.${overall}`)}</p>
          <ul>
            {parts.map((part) => (
              <li key={part.part} className="connection-detail__part" data-part={part.part}>
                <StatusMark severity={part.severity} />
                <span className="connection-detail__name">{t(`status.part.${part.part}`)}</span>
                <span className="connection-detail__sentence">
                  <PartSentence part={part} observed={observed} />
                  {part.part === 'sync' ? <SyncProgress /> : null}
                </span>
              </li>
            ))}
          </ul>
          <StatusTools />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** What waits to be sent has a place of its own beside the chain. */
function isInHeader({ part }: PartShown): boolean {
  return part !== 'outbox';
}

/** Tells a screen reader, once, when the whole changes for the better or the worse. */
export function StateAnnouncer() {
  const { t } = useTranslation();
  const { observed, faults } = useObserved();
  return (
    <>
      <output className="visually-hidden">{t(`status.overall.${overallOf(observed, faults)}`)}</output>
      <OutboxAnnouncer />
    </>
  );
}
