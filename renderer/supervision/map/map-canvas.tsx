import { type JSX, useEffect, useRef } from 'react';
import type { Disposer } from '../../../shared/domain/index.ts';
import { windowClock } from '../../workers/index.ts';
import { NONE_ALARMED } from './alarm-marks.ts';
import { createFleetMap, type FleetMap } from './fleet-map.ts';
import { PLAIN_GROUND } from './ground.ts';
import type { MapPosition } from './map-camera.ts';
import type { OverlayChoice } from './map-overlays.ts';
import type { MapViewProps } from './map-view-props.ts';

const NO_OVERLAYS: OverlayChoice = { trails: 'none', density: false };

interface MapCanvasProps extends MapViewProps {
  onReady: () => void;
  onNoWebGl: () => void;
  /** Returns what calls the repair off, for when the map goes before it. */
  onContextLost: () => Disposer;
  /** Where the map looked when it went. */
  onLeave: (view: MapPosition | undefined) => void;
}

/** One map in one WebGL context, from its making to its end. */
export function MapCanvas(props: MapCanvasProps): JSX.Element {
  const {
    fleet,
    selectedSlot,
    theme,
    labelFor,
    interactive = true,
    ground = PLAIN_GROUND,
    camera,
    outside = 'dim',
    following = false,
    overlays = NO_OVERLAYS,
    alarmed = NONE_ALARMED,
  } = props;
  const root = useRef<HTMLDivElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const map = useRef<FleetMap>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (root.current === null || container.current === null) return;
    const { language, view, theme, selectedSlot, labelFor, onReady, onNoWebGl, onLeave } = latest.current;
    let callOff: Disposer = () => undefined;
    let made: FleetMap;
    try {
      made = createFleetMap({
        ...{ root: root.current, container: container.current, clock: windowClock, fleet },
        ...{ language, interactive, camera, view, theme, selectedSlot, labelFor, ground },
        outside: latest.current.outside ?? 'dim',
        following: latest.current.following ?? false,
        overlays: latest.current.overlays ?? NO_OVERLAYS,
        onLetGo: () => latest.current.onLetGo?.(),
        onSelectSlot: (slot) => latest.current.onSelectSlot(slot),
        onContextLost: () => {
          callOff = latest.current.onContextLost();
        },
      });
    } catch (error) {
      console.error('the map could not be made', error);
      onNoWebGl();
      return;
    }
    onReady();
    made.setAlarmed(latest.current.alarmed ?? NONE_ALARMED);
    map.current = made;
    const { current: element } = container;
    const leaveMaps = latest.current.maps?.add({
      size: () => ({ width: element.clientWidth, height: element.clientHeight }),
      view: () => made.shownView(),
      paintOn: (target) => made.paintOn(target),
    });
    return () => {
      leaveMaps?.();
      callOff();
      onLeave(made.view());
      map.current = undefined;
      made.dispose();
    };
  }, [fleet, interactive, camera, ground]);

  useEffect(() => map.current?.setTheme(theme), [theme]);
  useEffect(() => map.current?.setSelectedSlot(selectedSlot), [selectedSlot]);
  useEffect(() => map.current?.setOutside(outside), [outside]);
  useEffect(() => map.current?.setOverlays(overlays), [overlays]);
  useEffect(() => map.current?.setAlarmed(alarmed), [alarmed]);
  useEffect(() => map.current?.setFollowing(following), [following]);
  useEffect(() => map.current?.setLabelFor(labelFor), [labelFor]);

  return (
    <div ref={root} className="map-canvas" data-testid="map">
      <div ref={container} className="map-canvas" />
    </div>
  );
}
