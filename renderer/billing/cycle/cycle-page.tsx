import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { SyncEntity } from '../../../shared/api/index.ts';
import type { BillingCycleRow } from '../../../shared/contract/index.ts';
import { isInvoiced } from '../../../shared/domain/index.ts';
import { errorSentence, useFormat } from '../../i18n/index.ts';
import { useRecord } from '../../lists/index.ts';
import { useClient, useMayEdit } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { focusRegionSoon } from '../../ui/regions.ts';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { StateMessage } from '../../ui/state-message.tsx';
import { BillingCycleForm } from '../billing-cycle-form.tsx';
import { offeredActions, whyNotEditable } from '../cycle-actions.ts';
import { ActionButtons, WithheldActions } from '../editing/action-buttons.tsx';
import { EditState } from '../editing/edit-actions.tsx';
import { useLast } from '../editing/use-last.ts';
import { useBooks } from '../use-books.ts';
import { useWhoActs } from '../use-who-acts.ts';
import { AssignRuleSheet } from '../rule/assign-rule-sheet.tsx';
import { CycleHistory } from './cycle-history.tsx';
import { CycleInvoices } from './cycle-invoices.tsx';
import { CycleMissions } from './cycle-missions.tsx';
import { CycleObstacles } from './cycle-obstacles.tsx';
import { CycleProgress } from './cycle-progress.tsx';
import { CycleTotals } from './cycle-totals.tsx';
import './cycle-page.css';

const CYCLE: readonly SyncEntity[] = ['billing-cycle', 'third-party', 'mission'];
const TABS = ['missions', 'totals', 'history', 'invoices'] as const;

interface CyclePageProps {
  id: string;
  /** As the list had it: shown until it is read anew, so that its missions are asked for at once. */
  known: BillingCycleRow | null;
  onBack: () => void;
}

/** One billing cycle with all that belongs to it, in the place of the list. */
export function CyclePage({ id, known, onBack }: CyclePageProps) {
  const { t } = useTranslation();
  const client = useClient();
  const page = useRef<HTMLElement>(null);
  const read = useCallback(
    (signal: AbortSignal) => client.request('billingCycles.get', { id }, { signal }),
    [client, id],
  );
  const handle = useRecord(id, read, CYCLE);
  const { last, isGone } = useLast(handle);
  const [isEditing, setEditing] = useState(false);
  const { record } = handle;
  const cycle = record.state === 'ready' ? record.value : record.state === 'loading' ? known : null;
  const back = () => {
    onBack();
    focusRegionSoon('list');
  };
  useShortcut('close', back);
  useEffect(() => page.current?.focus(), []);
  return (
    <section
      ref={page}
      className="cycle-page"
      tabIndex={-1}
      aria-label={last?.label ?? known?.label ?? t('billing-cycle.kind-of-record')}
      data-testid="cycle-page"
      data-state={record.state}
    >
      <TextButton quiet onPress={back}>
        <span aria-hidden="true">← </span>
        {t('cycle.back')}
        <KeyCap of="close" />
      </TextButton>
      {cycle === null ? null : <Page cycle={cycle} onEdit={() => setEditing(true)} />}
      {cycle === null && record.state === 'loading' ? <span className="skeleton" /> : null}
      {record.state === 'error' ? (
        <StateMessage
          severity="warning"
          title={record.error.code === 'not-found' ? t('cycle.gone') : errorSentence(t, record.error.code).sentence}
          action={<TextButton onPress={handle.retry}>{t('list.retry')}</TextButton>}
        />
      ) : null}
      {isEditing && last !== null ? (
        <BillingCycleForm row={last} isGone={isGone} onStale={handle.retry} onClose={() => setEditing(false)} />
      ) : null}
    </section>
  );
}

function Page({ cycle, onEdit }: { cycle: BillingCycleRow; onEdit: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const mayEdit = useMayEdit();
  const person = useWhoActs();
  const [isRuling, setRuling] = useState(false);
  const { id } = cycle;
  const readFigures = useCallback(
    (signal: AbortSignal) => client.request('books.figures', { id }, { signal }),
    [client, id],
  );
  const figures = useBooks(id, readFigures, CYCLE);
  const known = figures.record.state === 'ready' ? figures.record.value : null;
  const lockedBy = whyNotEditable(cycle);
  const canEdit = mayEdit && lockedBy === undefined;
  const actions = offeredActions(cycle, person);
  const edit = () => {
    if (canEdit) onEdit();
  };
  const assign = () => {
    if (canEdit) setRuling(true);
  };
  useShortcut('edit', edit);
  useShortcut('assign', assign);
  const total = known?.totals ?? null;
  return (
    <>
      <header className="cycle-page__head">
        <h2 className="cycle-page__title">{cycle.label}</h2>
        <p className="cycle-page__facts">
          {[
            cycle.thirdPartyName ?? t('billing-cycle.all-third-parties'),
            format.period(cycle.periodStart, cycle.periodEnd),
            t('mission.count', { count: cycle.missionCount }),
            t(`billing-cycle.price-by.${cycle.priceBy}`),
          ].join(' · ')}
        </p>
        <p className="cycle-page__sum" data-source={known?.source}>
          {total === null
            ? null
            : `${format.money(total.taxInclusiveCents, cycle.currency)} ${t('totals.with-tax').toLowerCase()}`}
        </p>
      </header>
      <EditState entity="billing-cycle" id={id} title={cycle.label} unsent={cycle.unsent} onEdit={onEdit} />
      <CycleProgress cycle={cycle} />
      {known !== null && !isInvoiced(cycle.state) ? (
        <CycleObstacles obstacles={known.obstacles} isSubmitted={!SUBMITTED_FROM.has(cycle.state)} />
      ) : null}
      <div className="cycle-page__actions">
        {canEdit ? (
          <TextButton onPress={assign}>
            {t('cycle.assign')}
            <KeyCap of="assign" />
          </TextButton>
        ) : null}
        <ActionButtons entity="billing-cycle" id={id} title={cycle.label} actions={actions} />
        {canEdit ? (
          <TextButton onPress={edit}>
            {t('edit.edit')}
            <KeyCap of="edit" />
          </TextButton>
        ) : null}
      </div>
      {lockedBy === undefined ? null : (
        <p className="told-note" data-testid="locked">
          {t(`cycle.locked.${lockedBy}`)}
        </p>
      )}
      <WithheldActions actions={actions} />
      <Tabs className="cycle-tabs">
        <TabList className="cycle-tabs__list" aria-label={t('cycle.tabs')}>
          {TABS.map((tab) => (
            <Tab key={tab} id={tab} className="cycle-tabs__tab">
              {t(`cycle.tab.${tab}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="missions" className="cycle-tabs__panel">
          <CycleMissions cycle={cycle} />
        </TabPanel>
        <TabPanel id="totals" className="cycle-tabs__panel">
          <CycleTotals handle={figures} currency={cycle.currency} />
        </TabPanel>
        <TabPanel id="history" className="cycle-tabs__panel">
          <CycleHistory id={id} />
        </TabPanel>
        <TabPanel id="invoices" className="cycle-tabs__panel">
          <CycleInvoices
            id={id}
            partyName={(party) => total?.parties.find(({ thirdPartyId }) => thirdPartyId === party)?.name ?? undefined}
          />
        </TabPanel>
      </Tabs>
      {isRuling ? <AssignRuleSheet cycle={cycle} onClose={() => setRuling(false)} /> : null}
    </>
  );
}

/** States in which what keeps a cycle from being submitted is still to be mended. */
const SUBMITTED_FROM: ReadonlySet<BillingCycleRow['state']> = new Set(['draft', 'open', 'closed']);
