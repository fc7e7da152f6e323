import { type Environment, readSettings, wholeNumberSetting } from './read-settings.ts';

const MOST_PER_SECOND = 1_000_000_000;

/**
 * `POSITIONS_PER_SECOND`: what one sender may give in the long run; undefined: the default.
 * @throws SettingsError
 */
export function readPositionsPerSecond(environment: Environment): number | undefined {
  return readSettings(
    {
      POSITIONS_PER_SECOND: wholeNumberSetting(1, MOST_PER_SECOND).optional(),
    },
    environment,
  ).POSITIONS_PER_SECOND;
}
