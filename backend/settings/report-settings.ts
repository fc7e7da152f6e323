import { z } from 'zod';
import { readReportKey, type ReportKey } from '../verify/signature.ts';
import { type Environment, readSettings } from './read-settings.ts';

const reportKey = z.string().transform((text, context): ReportKey => {
  try {
    return readReportKey(text);
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : String(error));
    return z.NEVER;
  }
});

/**
 * `VIGIE_REPORT_KEY`: what reports of verify are signed with and checked by; undefined: reports are not signed.
 * @throws SettingsError
 */
export function readReportKeySetting(environment: Environment): ReportKey | undefined {
  return readSettings({ VIGIE_REPORT_KEY: reportKey.optional() }, environment).VIGIE_REPORT_KEY;
}
