import {
  app,
  type BrowserWindow,
  MessageChannelMain,
  type MessagePortMain,
  powerMonitor,
  safeStorage,
  session,
} from 'electron';
import { createDataProcess, type DataProcess } from '../data-host/data-process.ts';
import { forkDataProcess } from '../data-host/fork-data.ts';
import { createPortBroker, type PortBroker } from '../data-host/port-broker.ts';
import { listenToHost } from '../data-host/host-messages.ts';
import { createUnsentWatch } from '../data-host/unsent-watch.ts';
import { DATA_PROCESS_LIMITS } from '../data-host/restart-policy.ts';
import type { BuiltPlaces } from '../files/places.ts';
import { createGpuGuard, SOFTWARE_RENDERING_FLAG } from '../guards/gpu-guard.ts';
import { guardNavigation } from '../guards/navigation-guard.ts';
import { guardSession, refuseBadCertificates } from '../guards/session-guard.ts';
import { openInboxNotices } from '../inbox/open-inbox-notices.ts';
import { answerPages } from '../pages/page-channel.ts';
import { servePages } from '../pages/page-protocol.ts';
import { openKeychain } from '../session/keychain.ts';
import { watchForLock } from '../session/lock-watch.ts';
import { openBrowser } from '../session/open-browser.ts';
import type { CommandLine } from '../settings/command-line.ts';
import { dataHostConfig } from '../settings/data-host-config.ts';
import type { Preparation } from '../settings/preparation.ts';
import { createConsoleWindow } from '../windows/console-window.ts';
import { createDisplayNumbers } from '../windows/display-numbers.ts';
import { presentDisplays, shownDisplays, watchDisplays } from '../windows/present-displays.ts';
import { createWallWindows } from '../windows/wall-windows.ts';
import { createWindowFactory } from '../windows/window-factory.ts';
import { openWindowKeeper } from '../windows/window-keeper.ts';
import { recoverWindow, watchChildProcesses } from '../windows/window-recovery.ts';
import { describeApplication, openFolder, showMenu } from './application-menu.ts';
import { createDesk } from './desk.ts';
import { createKeepAwake } from './keep-awake.ts';
import { endInOrder } from './lifecycle.ts';
import { keepTyped } from './keep-typed.ts';
import { createLoginStart } from './login-start.ts';
import { offerRestart } from './messages.ts';
import { createArchivePicker } from './pick-archive.ts';
import { createTargetPicker } from './pick-target.ts';
import { askToQuit, askToRebuild } from './questions.ts';
import { systemClock } from './system-clock.ts';
import { textsFor } from './texts.ts';
import { unsentQuestion } from './unsent-question.ts';
import { watchForWake } from './wake-signals.ts';

const DATA_HOST_GRACE_MS = 3_000;

export interface ControlRoom {
  /** Does what a command line asks for: this start's own, and those of later starts. */
  follow(commandLine: CommandLine): void;
}

/** Opens everything: guards first, then the data host, then the windows as they were. The application must be ready. */
export function openControlRoom(preparation: Preparation, built: BuiltPlaces): ControlRoom {
  const { settings, userPlaces, log, dataOutput } = preparation;
  const texts = textsFor(settings.language ?? app.getLocale());
  log.info('Vigie starts', {
    version: app.getVersion(),
    electron: process.versions.electron,
    server: settings.serverUrl,
  });

  guardNavigation(log);
  refuseBadCertificates(log);
  const { onlineOrigins } = settings.ground.baseMap;
  guardSession(session.defaultSession, onlineOrigins, log);
  keepTyped(session.defaultSession);
  servePages(built.pages, onlineOrigins, log);

  const keychain = openKeychain(safeStorage, process.platform, userPlaces.signIn, log);
  const dataProcess = createDataProcess<MessagePortMain>({
    fork: () => forkDataProcess(built.dataProcess, dataOutput),
    config: () =>
      dataHostConfig(settings, userPlaces.folder, app.getVersion(), {
        secret: keychain.load(),
        isLasting: keychain.isLasting,
      }),
    limits: DATA_PROCESS_LIMITS,
    clock: systemClock,
    log,
  });
  const broker = createPortBroker(dataProcess, () => new MessageChannelMain());
  /** By the contents' id: to be called when its page says that it goes on. */
  const pulses = new Map<number, () => void>();
  answerPages(dataProcess, broker, log, (contentsId) => pulses.get(contentsId)?.());

  const keeper = openWindowKeeper(userPlaces.windowState, systemClock, log);
  const createWindow = createWindowFactory(built.preload, built.icon);
  const onOpened = (window: BrowserWindow) => lookAfter(window, broker);
  const consoleWindow = createConsoleWindow(createWindow, keeper, onOpened);
  const walls = createWallWindows({
    createWindow,
    keeper,
    clock: systemClock,
    log,
    consoleDisplayId: () => consoleWindow.displayId(),
    onOpened,
    onChanged: wallsChanged,
  });
  const desk = createDesk({
    ...{ dataProcess, walls, displays: shownDisplays, wallWord: texts.wall },
    identify: createDisplayNumbers(createWindow, systemClock),
  });
  const notices = openInboxNotices({
    ...{ texts, icon: built.icon, file: userPlaces.notices, dataProcess, consoleWindow, log },
  });
  const keepAwake = createKeepAwake();
  const loginStart = createLoginStart(built.icon, log);
  if (settings.startAtLogin !== null && loginStart.isOn() !== null) loginStart.set(settings.startAtLogin);

  function wallsChanged(): void {
    refreshMenu();
    keepAwake(walls.displayIds().size > 0);
    desk.changed();
  }

  function lookAfter(window: BrowserWindow, ports: PortBroker<MessagePortMain>): void {
    const { id } = window.webContents;
    window.on('closed', () => {
      ports.forget(id);
      pulses.delete(id);
    });
    const pulse = recoverWindow(window, systemClock, log, () => {
      const words = { texts, message: texts.windowStopped, detail: texts.windowStoppedDetail };
      offerRestart(consoleWindow.window(), words, log, () => window.webContents.reload());
    });
    pulses.set(id, pulse);
  }

  function lock(reason: 'asked' | 'idle' | 'system'): void {
    log.info('the windows are to be covered', { reason });
    dataProcess.tell({ type: 'lock', reason });
  }

  function refreshMenu(): void {
    const complain = (problem: string) => log.error('a folder could not be opened', { problem });
    const isOn = loginStart.isOn();
    const shown = {
      wallDisplays: walls.displayIds(),
      showsNotices: notices.isOn(),
      loginStart: isOn === null ? null : { isOn, isFixed: settings.startAtLogin !== null },
    };
    showMenu(texts, shown, {
      showConsole: () => consoleWindow.show(),
      lock: () => lock('asked'),
      toggleWall(displayId) {
        const display = presentDisplays().find((one) => one.id === displayId);
        if (walls.displayIds().has(displayId)) walls.closeOn(displayId);
        else if (display !== undefined) walls.openOn(display);
        // The click has changed the tick already; what is open decides.
        refreshMenu();
      },
      closeAllWalls: () => walls.closeAll(),
      toggleLoginStart() {
        loginStart.set(loginStart.isOn() !== true);
        refreshMenu();
      },
      toggleNotices() {
        notices.setOn(!notices.isOn());
        refreshMenu();
      },
      restartDataHost: () => dataProcess.restart(),
      rebuildCache: () => askToRebuild(consoleWindow.window(), texts, dataProcess, log),
      openLogs: () => openFolder(userPlaces.logs, complain),
      openSettings: () => openFolder(userPlaces.folder, complain),
      about: () => app.showAboutPanel(),
    });
  }

  function follow(commandLine: CommandLine): void {
    for (const problem of commandLine.problems) log.warn(problem);
    const { wall } = commandLine;
    if (wall === undefined) return consoleWindow.show();
    if (wall.display === 'next') return walls.openNext();
    const display = presentDisplays()[wall.display - 1];
    if (display !== undefined) walls.openOn(display);
    else log.warn(`--wall=${wall.display}: there is no such display`, { displays: presentDisplays().length });
  }

  watchForLock({
    ...{ source: powerMonitor, clock: systemClock, lock },
    afterMinutes: settings.signIn.lockAfterMinutes,
    withScreen: settings.signIn.lockWithScreen,
  });
  keepDataHost(dataProcess, () => {
    const words = { texts, message: texts.dataHostStopped, detail: texts.dataHostStoppedDetail };
    offerRestart(consoleWindow.window(), words, log, () => dataProcess.restart());
  });
  const pickArchive = createArchivePicker(dataProcess, () => consoleWindow.window(), texts, log);
  const pickTarget = createTargetPicker(dataProcess, () => consoleWindow.window(), texts, log);
  const watch = createUnsentWatch();
  listenToHost(dataProcess, log, (message) => {
    watch.hear(message);
    desk.hear(message);
    notices.hear(message);
    if (message.type === 'pick-archive') pickArchive();
    else if (message.type === 'pick-target') pickTarget(message);
    else if (message.type === 'open-browser') openBrowser(message.url, log);
    else if (message.type === 'keep-secret') keychain.keep(message.secret);
  });
  const quitNow = endInOrder(
    {
      ask: () => askToQuit(consoleWindow.window(), unsentQuestion(texts, watch.unsent()), log),
      stayed: () => consoleWindow.show(),
      mayEnd: () => !walls.isWaiting(),
      begin() {
        walls.leaveOpen();
        keeper.flush();
      },
      async finish() {
        keeper.flush();
        await dataProcess.stop(DATA_HOST_GRACE_MS);
        log.info('Vigie ends');
      },
    },
    log,
  );
  keepGraphics(log, quitNow);
  watchForWake(systemClock, (why) => {
    log.info('the computer or its network is back', { why });
    dataProcess.tell({ type: 'wake' });
  });

  describeApplication(built.icon);
  dataProcess.start();
  consoleWindow.show();
  walls.arrange();
  watchDisplays(() => {
    consoleWindow.keepInView();
    walls.arrange();
  });
  app.on('activate', () => consoleWindow.show());
  return { follow };
}

function keepDataHost(dataProcess: DataProcess<MessagePortMain>, sayStopped: () => void): void {
  dataProcess.onDied(({ sayNow }) => {
    if (sayNow) sayStopped();
  });
}

function keepGraphics(log: Preparation['log'], quitNow: () => void): void {
  const isTimeToGiveUp = createGpuGuard();
  watchChildProcesses(log, () => {
    if (!isTimeToGiveUp(systemClock.monotonicMs()) || process.argv.includes(SOFTWARE_RENDERING_FLAG)) return;
    log.error('the graphics processor keeps failing: Vigie starts again without it');
    app.relaunch({ args: [...process.argv.slice(1), SOFTWARE_RENDERING_FLAG] });
    quitNow();
  });
}
