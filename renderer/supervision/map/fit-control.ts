import type { IControl } from 'maplibre-gl';

const SVG = 'http://www.w3.org/2000/svg';

/** A button that shows the whole fleet, beside those for zooming. */
export class FitControl implements IControl {
  readonly #element = document.createElement('div');

  constructor(label: string, onFit: () => void) {
    this.#element.className = 'maplibregl-ctrl maplibregl-ctrl-group';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'map-fit';
    button.title = label;
    button.setAttribute('aria-label', label);
    button.addEventListener('click', onFit);
    button.append(icon());
    this.#element.append(button);
  }

  onAdd(): HTMLElement {
    return this.#element;
  }

  onRemove(): void {
    this.#element.remove();
  }
}

/** Four corners around a point. */
function icon(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', 'M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4M10 8.6a1.4 1.4 0 1 0 .01 0');
  svg.append(path);
  return svg;
}
