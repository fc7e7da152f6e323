import { useTranslation } from 'react-i18next';
import { useShowOutbox } from '../outbox/index.ts';
import { ReplayButton } from '../replay/index.ts';
import { AccountMenu } from '../session/index.ts';
import { ConnectionState, OutboxState } from '../status/index.ts';
import { FleetSummary } from '../supervision/index.ts';
import { LanguageSwitch, ThemeSwitch } from '../ui/appearance-switches.tsx';
import { IconButton } from '../ui/button.tsx';
import { Clock } from '../ui/clock.tsx';
import { Logo } from '../ui/icons.tsx';
import type { LayoutsStore } from './layout/layouts-store.ts';
import { LayoutMenu } from './layout-menu.tsx';
import { type InboxList, InboxState } from '../validation/index.ts';
import { WallTools } from '../wall-editor/index.ts';

interface ConsoleHeaderProps {
  layouts: LayoutsStore;
  inbox: InboxList;
  onHelp: () => void;
  onSearch: () => void;
}

/** The line that is always there: the fleet in figures, how far what is seen can be trusted, the time, the settings. */
export function ConsoleHeader({ layouts, inbox, onHelp, onSearch }: ConsoleHeaderProps) {
  const { t } = useTranslation();
  const showOutbox = useShowOutbox();
  return (
    <header className="console-header" data-region="header">
      <h1 className="console-header__name">
        <Logo />
        Vigie
      </h1>
      <FleetSummary />
      <div className="console-header__space" />
      <InboxState model={inbox} />
      <OutboxState onShow={(view) => showOutbox({ view })} />
      <ConnectionState />
      <Clock />
      <div className="console-header__settings">
        <IconButton icon="search" name={t('search.title')} shortcut="Ctrl+K" onPress={onSearch} />
        <ReplayButton />
        <LayoutMenu layouts={layouts} />
        <LanguageSwitch />
        <ThemeSwitch />
        <WallTools />
        <IconButton icon="help" name={t('help.title')} shortcut="?" onPress={onHelp} />
        <AccountMenu />
      </div>
    </header>
  );
}
