import type { FleetStore } from '../fleet/index.ts';
import type { AlarmedVehicles } from './alarm-marks.ts';
import type { Ground } from './ground.ts';
import type { CameraLink, MapPosition } from './map-camera.ts';
import type { OverlayChoice } from './map-overlays.ts';
import type { ShownMaps } from './shown-maps.ts';

/** What a `MapView` is given. It draws the fleet by itself at each frame: none of these changes when vehicles move. */
export interface MapViewProps {
  fleet: FleetStore;
  selectedSlot: number | null;
  /** A vehicle was clicked, or null when the ground was. */
  onSelectSlot: (slot: number | null) => void;
  theme: 'dark' | 'light';
  language: 'fr' | 'en';
  /** Short names of the vehicles in some slots, in the order asked (up to 100); null where there is none. */
  labelFor?: ((slots: number[]) => Promise<(string | null)[]>) | undefined;
  /** What becomes of vehicles that the fleet's filter leaves out; dimmed when not said. */
  outside?: 'dim' | 'hide' | undefined;
  /** Trails and densities; none when not said. */
  overlays?: OverlayChoice | undefined;
  /** Vehicles that are marked, since they alarm; none when not said. */
  alarmed?: AlarmedVehicles | undefined;
  /** Whether the camera keeps the selected vehicle in the middle. False when not said. */
  following?: boolean | undefined;
  /** The user has taken the camera away from the vehicle that it followed. */
  onLetGo?: (() => void) | undefined;
  /** The window's maps, to which this one belongs as long as it is shown. */
  maps?: ShownMaps | undefined;
  className?: string | undefined;
  /** False: a picture on a wall, which no pointer or key moves. True when not said. */
  interactive?: boolean | undefined;
  /** Where to look at first: the bulk of the fleet when not said. */
  view?: MapPosition | undefined;
  /** A camera shared with other maps; what it says goes before `view`. The same object every time. */
  camera?: CameraLink | undefined;
  /** What lies beneath the vehicles: the offline base map alone when not said. */
  ground?: Ground | undefined;
}
