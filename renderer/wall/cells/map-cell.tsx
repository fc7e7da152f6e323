import { useEffect, useMemo, useRef, useState } from 'react';
import type { MapWallView } from '../../../shared/domain/index.ts';
import { GroundNotice } from '../../ground/index.ts';
import { LiveFrame } from '../../status/index.ts';
import { SupervisionMap } from '../../supervision/index.ts';
import { createCameraHolder } from '../span/camera-holder.ts';
import { useSpanCamera } from '../span/use-span-camera.ts';
import { useOwnCamera } from './use-own-camera.ts';
import { useElementPlace } from './use-element-place.ts';

/** A map of the fleet: of an area, of what was sent to the wall, or its part of the picture that several screens show. */
export function MapCell({ view }: { view: MapWallView }) {
  const frame = useRef<HTMLDivElement>(null);
  const place = useElementPlace(frame);
  const camera = useMemo(() => createCameraHolder(), []);
  const [isTold, setTold] = useState(camera.current() !== undefined);
  useEffect(() => camera.subscribe(() => setTold(true)), [camera]);
  const span = useSpanCamera(view, place, camera);
  useOwnCamera(view, place, camera);
  return (
    <div
      ref={frame}
      className={span.isFoot ? 'map-cell' : 'map-cell map-cell--bare'}
      data-span={view.span ?? undefined}
      data-told={isTold}
    >
      <LiveFrame className="map-cell__view">
        <SupervisionMap className="map-cell__view" interactive={false} camera={camera} />
      </LiveFrame>
      {span.isFoot ? <GroundNotice /> : null}
    </div>
  );
}
