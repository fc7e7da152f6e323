import { MAX_LATITUDE } from './projection.ts';

/** A number as GLSL writes a float. */
export const float = (value: number) => (Number.isInteger(value) ? `${value}.0` : String(value));

/**
 * The twin of projection.ts, for shaders with a uniform block `fleet` that has `latitude` and `parallel`. Sines are series
 * of our own: a GPU's are exact to an absolute error only, which would be pixels at street zoom.
 */
export const mercatorFunctions = `\
const float EARTH_RADIUS_METRES = 6371008.8;

float sine(float x) {
  float s = x * x;
  return x * (1.0 - s / 6.0 * (1.0 - s / 20.0 * (1.0 - s / 42.0 * (1.0 - s / 72.0 * (1.0 - s / 110.0)))));
}

float cosine(float x) {
  float s = x * x;
  return 1.0 - s / 2.0 * (1.0 - s / 12.0 * (1.0 - s / 30.0 * (1.0 - s / 56.0 * (1.0 - s / 90.0 * (1.0 - s / 132.0)))));
}

float artanh(float x) {
  float s = x * x;
  if (s < 0.0625) return x * (1.0 + s * (1.0 / 3.0 + s * (0.2 + s * (1.0 / 7.0 + s * (1.0 / 9.0 + s / 11.0)))));
  return 0.5 * log((1.0 + x) / (1.0 - x));
}

float northing(float difference) {
  float limit = ${float(MAX_LATITUDE)};
  float half_ = 0.5 * clamp(difference, -limit - fleet.latitude, limit - fleet.latitude);
  return 2.0 * artanh(sine(half_) / (fleet.parallel.y * cosine(half_) - fleet.parallel.x * sine(half_)));
}
`;
