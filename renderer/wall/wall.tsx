import { type CSSProperties, useEffect, useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { WallScreen } from '../../shared/domain/index.ts';
import { AlarmsProvider, WallAlarmBar } from '../alarms/index.ts';
import { MissionSummary } from '../billing/index.ts';
import { ReplayBar } from '../replay/index.ts';
import { WallCover } from '../session/index.ts';
import { FaultBanner, StateAnnouncer } from '../status/index.ts';
import { ThemeOverride, useTheme } from '../stores/appearance.ts';
import { useServices } from '../stores/services.tsx';
import { FleetSummary, useFleetStatus } from '../supervision/index.ts';
import { Clock } from '../ui/clock.tsx';
import { Logo } from '../ui/icons.tsx';
import { WallCells } from './cells/wall-cells.tsx';
import { FocusBar } from './focus/focus-bar.tsx';
import { useHiddenCursor } from './use-hidden-cursor.ts';
import { useReplayGroup } from './use-replay-group.ts';
import { ScreenProvider, useThisScreen } from './wall-context.tsx';
import { WallConnection } from './wall-connection.tsx';
import './wall.css';

/** One screen of a wall: its views, and what must be read from three metres. Nothing to click. */
export function Wall({ wall, screen }: { wall: string | null; screen: string | null }) {
  return (
    <AlarmsProvider>
      <ScreenProvider wall={wall} screen={screen}>
        <ThisWall />
      </ScreenProvider>
    </AlarmsProvider>
  );
}

function ThisWall() {
  const { screen } = useThisScreen();
  return (
    <ThemeOverride value={screen.theme}>
      <Screen screen={screen} />
    </ThemeOverride>
  );
}

function Screen({ screen }: { screen: WallScreen }) {
  const { t } = useTranslation();
  const { now } = useThisScreen();
  const theme = useTheme();
  const hasFrame = useFleetStatus((status) => status.sequence > 0);
  const isHidden = useHiddenCursor(useServices().clock);
  useReplayGroup();
  const name = now?.arrangement?.name ?? null;
  useEffect(() => {
    document.title = name === null ? t('wall.title') : t('wall.title-of', { name });
  }, [t, name]);
  useEffect(() => {
    if (hasFrame && now !== undefined) document.documentElement.dataset['ready'] = 'true';
  }, [hasFrame, now]);
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return (
    <div
      className={isHidden ? 'wall wall--quiet' : 'wall'}
      data-screen={screen.id}
      style={{ '--wall-scale': screen.scale } as CSSProperties}
    >
      {screen.bars ? <WallTop name={name} /> : null}
      {screen.bars ? <WallAlarmBar /> : null}
      <FaultBanner quiet />
      <FocusBar />
      {/* Which views there are is not known yet: none is better than one that is then taken away. */}
      <main className="wall__cells">
        {now === undefined ? null : <WallCells cells={screen.cells} />}
        <WallCover />
      </main>
      <ReplayBar />
      {screen.bars ? (
        <footer className="wall__bottom">
          <MissionSummary />
          <WallConnection />
        </footer>
      ) : null}
      <StateAnnouncer />
    </div>
  );
}

function WallTop({ name }: { name: string | null }) {
  return (
    <header className="wall__top">
      <h1 className="wall__name">
        <Logo size="1.5em" />
        Vigie
        {name === null ? null : <span className="wall__id">{name}</span>}
      </h1>
      <FleetSummary />
      <Clock />
    </header>
  );
}
