import 'maplibre-gl/dist/maplibre-gl.css';
import './map-view.css';
import { type JSX, useCallback, useRef, useState } from 'react';
import { windowClock } from '../../workers/index.ts';
import { MapCanvas } from './map-canvas.tsx';
import { MAP_TEXTS } from './map-texts.ts';
import type { MapViewProps } from './map-view-props.ts';

type Trouble = 'none' | 'no-webgl' | 'context-lost';

/** How long the graphics driver is left alone after it was lost, by the number of losses in a row. Milliseconds. */
const restartDelayMs = (losses: number) => Math.min(10_000, 300 * 2 ** losses);
/** A map that has lasted so long makes the losses before it forgotten. Milliseconds. */
const STEADY_AFTER_MS = 60_000;

/** The fleet on a map. It draws by itself at each frame of the stream: React renders it when its own props change. */
export function MapView(props: MapViewProps): JSX.Element {
  const [trouble, setTrouble] = useState<Trouble>('none');
  // Another number makes another map: a context that the driver has lost is of no use, and neither is what it held.
  const [generation, setGeneration] = useState(0);
  const [view, setView] = useState(props.view);
  const losses = useRef({ count: 0, lastAtMs: 0 });

  const onReady = useCallback(() => setTrouble('none'), []);
  const onNoWebGl = useCallback(() => setTrouble('no-webgl'), []);
  const onContextLost = useCallback(() => {
    const now = windowClock.monotonicMs();
    const { count, lastAtMs } = losses.current;
    losses.current = { count: now - lastAtMs > STEADY_AFTER_MS ? 0 : count + 1, lastAtMs: now };
    setTrouble('context-lost');
    return windowClock.after(restartDelayMs(losses.current.count), () => setGeneration((last) => last + 1));
  }, []);

  const { className, language } = props;
  const texts = MAP_TEXTS[language];
  return (
    <div className={className === undefined ? 'map-view' : `map-view ${className}`}>
      <MapCanvas
        {...props}
        // The map's own words are given to it once.
        key={`${generation} ${language}`}
        view={view}
        {...{ onReady, onNoWebGl, onContextLost, onLeave: setView }}
      />
      {trouble === 'none' ? null : (
        <div className="map-notice" role="alert">
          <p>{trouble === 'no-webgl' ? texts.noWebGl : texts.contextLost}</p>
        </div>
      )}
    </div>
  );
}
