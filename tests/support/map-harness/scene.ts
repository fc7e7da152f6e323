/** What the harness shows, as the address of its page says it. */
export interface Scene {
  /**
   * `crowd`: many vehicles around towns, moving. `marks`: a few that stand at known places. `drivers`: the same with a
   * velocity, not heard from for 5 s. `looks`: one of each look.
   */
  kind: 'crowd' | 'marks' | 'drivers' | 'looks';
  vehicles: number;
  theme: 'dark' | 'light';
  language: 'fr' | 'en';
  /** Longitude, latitude and zoom; the fleet's bulk when not said. */
  view: [number, number, number] | null;
  /** How often the host publishes, milliseconds. */
  everyMs: number;
  timeScale: number;
  /** Whether vehicles have names. */
  names: boolean;
  /** Slots that the filter lets through; all when empty. */
  only: string[];
  outside: 'dim' | 'hide';
  trails: 'none' | 'selected' | 'view';
  density: boolean;
}

export function readScene(search: string): Scene {
  const query = new URLSearchParams(search);
  const view = query.get('view')?.split(',').map(Number);
  const kind = query.get('kind');
  return {
    kind: kind === 'marks' || kind === 'drivers' || kind === 'looks' ? kind : 'crowd',
    vehicles: Number(query.get('vehicles') ?? 500),
    theme: query.get('theme') === 'light' ? 'light' : 'dark',
    language: query.get('language') === 'fr' ? 'fr' : 'en',
    view: view?.length === 3 ? [view[0] ?? 0, view[1] ?? 0, view[2] ?? 0] : null,
    everyMs: Number(query.get('every') ?? 1000),
    timeScale: Number(query.get('timeScale') ?? 1),
    names: query.get('names') !== 'no',
    only: query.get('only')?.split(',') ?? [],
    outside: query.get('outside') === 'hide' ? 'hide' : 'dim',
    trails: query.get('trails') === 'view' ? 'view' : 'none',
    density: query.get('density') === 'yes',
  };
}

/** Towns that the crowd drives around: longitude, latitude, share. */
export const TOWNS: readonly (readonly [number, number, number])[] = [
  [2.352, 48.857, 6],
  [5.37, 43.296, 3],
  [4.835, 45.764, 3],
  [1.444, 43.605, 2],
  [7.266, 43.703, 2],
  [-1.554, 47.218, 2],
  [3.877, 43.611, 1],
  [7.752, 48.573, 2],
  [-0.579, 44.838, 2],
  [3.057, 50.629, 2],
  [-1.678, 48.117, 1],
  [-4.486, 48.39, 1],
  [3.087, 45.777, 1],
  [5.041, 47.322, 1],
  [-122.431, 37.774, 2],
  [-122.271, 37.804, 1],
  [153.026, -27.47, 2],
  [153.4, -28.017, 1],
];

/** Metres per second, east and north, of the vehicles of `drivers`. */
export const DRIVE = [20, -10] as const;

/** The vehicles of `marks` and `drivers`: longitude, latitude. */
export const MARKS: readonly (readonly [number, number])[] = [
  [2.294481, 48.85837],
  [-122.478, 37.8199],
  [153.0281, -27.4689],
  [0, 0.0001],
  [-68.3029, -54.8019],
  [25.7836, 71.1695],
];
