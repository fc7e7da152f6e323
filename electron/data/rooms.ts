import type { Health, VigieContract } from '../../shared/contract/index.ts';
import type { Disposer } from '../../shared/domain/index.ts';
import type { Channel, EventOf } from '../../shared/rpc/index.ts';
import type { InboxNews } from './inbox-watch.ts';
import { openLobby } from './lobby.ts';
import { type Unsent, unsentOf } from './outbox-health.ts';
import type { TokenSource } from './remote/access.ts';
import { openWorkspace, type Workspace, type Workstation } from './workspace.ts';

/** The one room of this workstation that is open: the lobby, the shared one, or a person's own. */
export interface RoomKeeper {
  connect(channel: Channel): Disposer;
  emit<E extends keyof VigieContract['events']>(name: E, payload: EventOf<VigieContract, E>): void;
  health(): Health;
  /** Counted now. */
  unsent(): Unsent;
  /** Serves windows that have nobody to work for. */
  openLobby(): Promise<void>;
  /** The workspace of the data host's own folder. */
  openShared(): Promise<void>;
  /** `onUnsent` hears of this room alone, to its end. */
  openPerson(folder: string, token: TokenSource, onUnsent: (unsent: Unsent) => void): Promise<void>;
  wake(): void;
  rebuild(): void;
  sendNow(): void;
  /** @throws NodeJS.ErrnoException, StorageError */
  keepUnsent(file: string): void;
  close(): Promise<void>;
}

export interface RoomOptions {
  folder: string;
  server: { url: string; token: string | null } | null;
  station: Workstation;
  onUnsent: (unsent: Unsent) => void;
  onInbox: (news: InboxNews) => void;
}

/**
 * Closes a room before it opens the next: windows lose their link, and ask for a new one, which leads to the next room. In between they
 * find the lobby, so that nothing of one person is ever shown to another.
 */
export function createRooms({ folder, server, station, onUnsent, onInbox }: RoomOptions): RoomKeeper {
  const lobby = () => openLobby(server?.url ?? '', station);
  let room = lobby();
  let stopTelling: Disposer = () => undefined;

  async function change(open: () => Workspace): Promise<void> {
    const before = room;
    stopTelling();
    const between = lobby();
    room = between;
    await before.close();
    await between.close();
    room = open();
    // Whoever asked for the change hears that it is done before the link is cut.
    setImmediate(() => {
      before.rpc.dispose();
      between.rpc.dispose();
    });
    const stops = [room.onUnsent(onUnsent), room.onInbox(onInbox)];
    stopTelling = () => stops.forEach((stop) => stop());
  }

  return {
    connect: (channel) => room.rpc.connect(channel),
    emit: (name, payload) => room.rpc.emit(name, payload),
    health: () => room.health(),
    unsent: () => unsentOf(room.health().outbox),
    openLobby: () => change(lobby),
    openShared: () => change(() => openWorkspace({ folder, server }, station)),
    openPerson: (own, token, hearUnsent) =>
      change(() => {
        const opened = openWorkspace({ folder: own, server: server && { url: server.url, token } }, station);
        opened.onUnsent(hearUnsent);
        return opened;
      }),
    wake: () => room.wake(),
    rebuild: () => room.rebuild(),
    sendNow: () => room.sendNow(),
    keepUnsent: (file) => room.keepUnsent(file),
    async close() {
      stopTelling();
      await room.close();
      room.rpc.dispose();
    },
  };
}
