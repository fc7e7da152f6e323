import { z } from 'zod';
import type { PersonId } from './people.ts';

const secrets = z.object({
  version: z.literal(1),
  issuer: z.string(),
  subject: z.string(),
  refreshToken: z.string().nullable(),
  identityToken: z.string().nullable(),
});
/** What opens the issuer for a person, and what ends their session there. */
export type Secrets = Pick<z.infer<typeof secrets>, 'refreshToken' | 'identityToken'>;

/** As one text for a vault; null where there is nothing that opens anything. */
export function writeSecrets({ issuer, subject }: PersonId, { refreshToken, identityToken }: Secrets): string | null {
  if (refreshToken === null) return null;
  return JSON.stringify({ version: 1, issuer, subject, refreshToken, identityToken } satisfies z.infer<typeof secrets>);
}

/** Null: nothing is kept, or that of another person: it must not open this one's room. */
export function readSecrets(text: string | null, { issuer, subject }: PersonId): Secrets | null {
  if (text === null) return null;
  try {
    const parsed = secrets.safeParse(JSON.parse(text));
    if (!parsed.success || parsed.data.issuer !== issuer || parsed.data.subject !== subject) return null;
    return { refreshToken: parsed.data.refreshToken, identityToken: parsed.data.identityToken };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
