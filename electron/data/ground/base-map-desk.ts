import type { BaseMapChoice, BaseMapState } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { type Archive, followArchive } from './archive.ts';
import type { GroundMemory } from './ground-memory.ts';

/** What the settings say of the base map: see docs/desktop-settings.md. */
export interface BaseMapSettings {
  /** Null: a person chooses. */
  choice: BaseMapChoice | null;
  chosenBy: 'config' | 'policy' | null;
  /** Origins such as `https://tiles.example.com`, from which online styles may come. */
  onlineOrigins: readonly string[];
}

export const NO_BASE_MAP_SETTINGS: BaseMapSettings = { choice: null, chosenBy: null, onlineOrigins: [] };

export interface BaseMapDesk {
  state(): Omit<BaseMapState, 'canPick'>;
  /** The archive that can be read now, by its key. */
  archive(key: string): Archive | undefined;
  /** @throws RpcError `forbidden` or `invalid-request`; StorageError where the choice cannot be kept */
  choose(choice: BaseMapChoice | { kind: 'last-archive' }): void;
  close: Disposer;
}

/** Settles which base map is shown, and follows its archive. */
export function createBaseMapDesk(parts: {
  settings: BaseMapSettings;
  memory: GroundMemory;
  clock: Clock;
  onChange: () => void;
}): BaseMapDesk {
  const { settings, memory, clock, onChange } = parts;
  let archive: Archive | undefined;
  follow();

  function choiceNow(): Pick<BaseMapState, 'choice' | 'chosenBy'> {
    if (settings.choice !== null) return { choice: settings.choice, chosenBy: settings.chosenBy ?? 'config' };
    const { baseMap } = memory.get();
    // A style that was chosen while the policy still allowed it.
    if (baseMap === null || (baseMap.kind === 'style' && !isAllowed(baseMap.url)))
      return { choice: { kind: 'offline' }, chosenBy: 'default' };
    return { choice: baseMap, chosenBy: 'person' };
  }
  function follow(): void {
    const { choice } = choiceNow();
    const file = choice.kind === 'archive' ? choice.file : undefined;
    if (archive?.file === file) return;
    archive?.close();
    archive = file === undefined ? undefined : followArchive(file, clock, onChange);
  }
  function isAllowed(url: string): boolean {
    return URL.canParse(url) && settings.onlineOrigins.includes(new URL(url).origin);
  }
  function wanted(choice: BaseMapChoice | { kind: 'last-archive' }): BaseMapChoice {
    if (choice.kind !== 'last-archive') return choice;
    const { lastArchive } = memory.get();
    if (lastArchive === null) throw new RpcError('invalid-request', 'no archive was ever chosen', { field: 'kind' });
    return { kind: 'archive', file: lastArchive };
  }

  return {
    state() {
      return {
        ...choiceNow(),
        archive: archive?.info() ?? null,
        fault: archive?.fault() ?? null,
        lastArchive: memory.get().lastArchive,
        onlineOrigins: [...settings.onlineOrigins],
      };
    },
    archive: (key) => (archive?.info()?.key === key ? archive : undefined),
    choose(asked) {
      if (settings.choice !== null) {
        throw new RpcError(
          'forbidden',
          `the base map is set in the ${settings.chosenBy ?? 'config'} file: change it there`,
        );
      }
      const choice = wanted(asked);
      if (choice.kind === 'style' && !isAllowed(choice.url)) {
        throw new RpcError(
          'forbidden',
          'the policy file does not allow online maps from there: name its origin in allowOnlineMaps',
          {
            field: 'url',
          },
        );
      }
      memory.set({ baseMap: choice, ...(choice.kind === 'archive' ? { lastArchive: choice.file } : {}) });
      follow();
      onChange();
    },
    close: () => archive?.close(),
  };
}
