/** What the pages of the benchmark show. All draw the same: a country, its whole fleet, and one vehicle alone at sea. */
export const VIEW = { longitude: 2.5, latitude: 46.8, zoom: 5 } as const;
/** Streets in which vehicles can be seen moving, so that pictures follow one another as fast as a software GPU is asked for them. */
export const STREETS = { longitude: 2.352, latitude: 48.857, zoom: 14 } as const;
export const VIEWPORT = { width: 1280, height: 800 } as const;

/** The vehicle of slot 0 stands in one of these places, alone, and changes to the other with each update. */
export const SEA_PLACES = [
  [-8, 46.9],
  [-8, 45.2],
] as const;

/** Between them, where no vehicle ever is. */
export const EMPTY_SEA = [-8, 46.05] as const;

/** Vigie's own code; maplibre's `setData` with Traccar's default of clusters, and without; deck.gl with an object a vehicle. */
export const PEERS = ['vigie', 'setData', 'setDataUnclustered', 'objects'] as const;
export type Peer = (typeof PEERS)[number];

export function isPeer(name: string | null): name is Peer {
  return PEERS.some((peer) => peer === name);
}

/** A position as the peers get it: the fields of Traccar's that its map uses, and none of those that it does not. */
export interface PositionObject {
  id: number;
  deviceId: number;
  fixTime: string;
  longitude: number;
  latitude: number;
  course: number;
  speed: number;
  attributes: { motion: boolean };
}
