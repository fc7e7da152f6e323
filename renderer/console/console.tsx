import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { usePreferences } from '../stores/services.tsx';
import { FaultBanner, LiveFrame, StateAnnouncer } from '../status/index.ts';
import { GroundTools } from '../ground/index.ts';
import { SupervisionMap } from '../supervision/index.ts';
import { focusNextRegion, focusRegion } from '../ui/regions.ts';
import { useShortcut } from '../ui/shortcuts.tsx';
import { ConsoleHeader } from './console-header.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { type Lists, SidePanel } from './side-panel.tsx';
import { Splitter } from './splitter.tsx';
import './console.css';

const PANEL_ID = 'side-panel';

/** The window of one workstation: the map, the lists beside it, and above both how far they can be trusted. */
export function Console(lists: Lists) {
  const { t } = useTranslation();
  const percent = usePreferences(({ panelPercent }) => panelPercent);
  const [isHelpOpen, setHelpOpen] = useState(false);
  useReady(useStore(lists.vehicles.list.state, ({ total }) => total !== null));
  useShortcut('help', () => setHelpOpen(true));
  useShortcut('next-region', focusNextRegion);
  useShortcut('map', () => focusRegion('map'));
  useShortcut('list', () => focusRegion('list'));
  useEffect(() => {
    document.title = t('console.title');
  }, [t]);
  return (
    <div className="console">
      <a className="skip-link" href="#side-panel" onClick={skipTo('list')}>
        {t('console.skip-to-list')}
      </a>
      <a className="skip-link" href="#map" onClick={skipTo('map')}>
        {t('console.skip-to-map')}
      </a>
      <ConsoleHeader onHelp={() => setHelpOpen(true)} />
      <FaultBanner />
      <main className="console__main" style={{ gridTemplateColumns: `minmax(0, 1fr) auto minmax(24rem, ${percent}%)` }}>
        <section className="console__map" aria-label={t('map.title')} data-region="map" tabIndex={-1}>
          <LiveFrame className="console__map-view">
            <SupervisionMap className="console__map-view" />
          </LiveFrame>
          <GroundTools />
        </section>
        <Splitter controls={PANEL_ID} />
        <section id={PANEL_ID} className="side-panel" aria-label={t('console.panels')} data-region="list" tabIndex={-1}>
          <SidePanel {...lists} />
        </section>
      </main>
      <StateAnnouncer />
      <HelpDialog isOpen={isHelpOpen} onOpenChange={setHelpOpen} />
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

/** Says on the page that the first data is shown. It stays said. */
function useReady(isReady: boolean): void {
  useEffect(() => {
    if (isReady) document.documentElement.dataset['ready'] = 'true';
  }, [isReady]);
}
