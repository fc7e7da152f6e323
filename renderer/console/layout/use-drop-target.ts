import { type RefObject, useEffect, useRef, useState } from 'react';
import { DOCK_TYPE, type DropZone, zoneAt } from './drop-zone.ts';
import { type Dock, DOCKS } from './layout-tree.ts';

/** Lets a tab be dropped on an element. @returns where it would go, while one is dragged over it */
export function useDropTarget(
  target: RefObject<HTMLElement | null>,
  onDrop: (dock: Dock, zone: DropZone) => void,
): DropZone | null {
  const [zone, setZone] = useState<DropZone | null>(null);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    const element = target.current;
    if (element === null) return undefined;
    const zoneOf = (event: DragEvent) => zoneAt(element.getBoundingClientRect(), event.clientX, event.clientY);
    const onDragOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes(DOCK_TYPE) !== true) return;
      event.preventDefault();
      setZone(zoneOf(event));
    };
    const onLeave = ({ relatedTarget }: DragEvent) => {
      if (!(relatedTarget instanceof Node) || !element.contains(relatedTarget)) setZone(null);
    };
    const onDropped = (event: DragEvent) => {
      setZone(null);
      const dock = DOCKS.find((name) => name === event.dataTransfer?.getData(DOCK_TYPE));
      if (dock === undefined) return;
      event.preventDefault();
      latest.current(dock, zoneOf(event));
    };
    element.addEventListener('dragover', onDragOver);
    element.addEventListener('dragleave', onLeave);
    element.addEventListener('drop', onDropped);
    return () => {
      element.removeEventListener('dragover', onDragOver);
      element.removeEventListener('dragleave', onLeave);
      element.removeEventListener('drop', onDropped);
    };
  }, [target]);
  return zone;
}
