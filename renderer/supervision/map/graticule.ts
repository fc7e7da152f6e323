interface Lines {
  type: 'Feature';
  properties: Record<string, never>;
  geometry: { type: 'MultiLineString'; coordinates: [number, number][][] };
}

/** Meridians and parallels every so many degrees, up to 85 degrees of latitude, where a Web Mercator map ends. */
export function graticule(everyDegrees: number): Lines {
  const coordinates: [number, number][][] = [];
  for (let longitude = -180; longitude < 180; longitude += everyDegrees) {
    coordinates.push([
      [longitude, -85],
      [longitude, 85],
    ]);
  }
  for (let latitude = Math.ceil(-85 / everyDegrees) * everyDegrees; latitude <= 85; latitude += everyDegrees) {
    coordinates.push([
      [-180, latitude],
      [0, latitude],
      [180, latitude],
    ]);
  }
  return { type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates } };
}
