import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { AlarmBar, AlarmsProvider } from '../alarms/index.ts';
import { type Command, type RecentChoices, SearchDialog } from '../search/index.ts';
import { ReplayBar } from '../replay/index.ts';
import { FaultBanner, StateAnnouncer } from '../status/index.ts';
import { useHealth, useServices } from '../stores/services.tsx';
import { useInboxCounts, useShowValidation } from '../validation/index.ts';
import { focusNextRegion, focusRegion, focusRegionSoon } from '../ui/regions.ts';
import { useShortcut } from '../ui/shortcuts.tsx';
import { ConsoleHeader } from './console-header.tsx';
import type { Lists } from './dock-contents.tsx';
import { DockedPanels } from './docked-panels.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { shownDocks } from './layout/layout-tree.ts';
import type { LayoutsStore } from './layout/layouts-store.ts';
import { LayoutNotice } from './layout-notice.tsx';
import { panelOfKind, useCommands, useShortcutCommands } from './use-commands.ts';
import './console.css';

export interface ConsoleProps extends Lists {
  layouts: LayoutsStore;
  recent: RecentChoices;
}

/** The window of one workstation: the map and the lists as they were laid out, and above them how far they can be trusted. */
export function Console(props: ConsoleProps) {
  return (
    <AlarmsProvider>
      <ConsoleWindow {...props} />
    </AlarmsProvider>
  );
}

function ConsoleWindow({ layouts, recent, ...lists }: ConsoleProps) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const [isHelpOpen, setHelpOpen] = useState(false);
  /** What can be done, as it was when the search was opened; null: it is closed. */
  const [offered, setOffered] = useState<readonly Command[] | null>(null);
  const help = useCallback(() => setHelpOpen(true), []);
  const { mine } = useInboxCounts();
  const commands = useCommands(layouts, help);
  useShowValidation(lists.inbox);
  const keys = useShortcutCommands();
  const openSearch = () => setOffered([...commands, ...keys()]);
  useReady(useHasData(layouts, lists));
  useShortcut('help', help);
  useShortcut('search-all', openSearch);
  useShortcut('next-region', focusNextRegion);
  useEffect(() => {
    document.title = mine === 0 ? t('console.title') : `(${mine}) ${t('console.title')}`;
  }, [t, mine]);
  return (
    <div className="console">
      <a className="skip-link" href="#list" onClick={skipTo('list')}>
        {t('console.skip-to-list')}
      </a>
      <a className="skip-link" href="#map" onClick={skipTo('map')}>
        {t('console.skip-to-map')}
      </a>
      <ConsoleHeader layouts={layouts} inbox={lists.inbox} onHelp={help} onSearch={openSearch} />
      <AlarmBar model={lists.alarms} />
      <FaultBanner />
      <LayoutNotice layouts={layouts} />
      <main className="console__main">
        <DockedPanels layouts={layouts} lists={lists} />
      </main>
      <ReplayBar />
      <StateAnnouncer />
      <HelpDialog isOpen={isHelpOpen} onOpenChange={setHelpOpen} />
      <SearchDialog
        isOpen={offered !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) setOffered(null);
        }}
        commands={offered ?? commands}
        recent={recent}
        onChoose={({ kind, id }) => {
          const panel = panelOfKind(kind);
          if (panel === undefined) return;
          // The figures and the rules have the panel of alarms to themselves.
          if (panel === 'alarms') lists.alarms.shown.setState({ part: 'list' });
          selection.showPanel(panel);
          selection.select({ panel, id });
          focusRegionSoon('list');
        }}
      />
    </div>
  );
}

/** The address must stay as it is: it is the window's, not a place in a document. */
function skipTo(region: string) {
  return (event: { preventDefault(): void }) => {
    event.preventDefault();
    focusRegion(region);
  };
}

/** Whether the first data is there: the vehicles, or in a layout without them, the data host's word. */
function useHasData(layouts: LayoutsStore, { vehicles }: Lists): boolean {
  const showsVehicles = useStore(layouts.state, ({ layout }) => shownDocks(layout).includes('vehicles'));
  const hasVehicles = useStore(vehicles.list.state, ({ total }) => total !== null);
  const isHeard = useHealth(({ health }) => health !== undefined);
  return showsVehicles ? hasVehicles : isHeard;
}

/** Says on the page that the first data is shown. It stays said. */
function useReady(isReady: boolean): void {
  useEffect(() => {
    if (isReady) document.documentElement.dataset['ready'] = 'true';
  }, [isReady]);
}
