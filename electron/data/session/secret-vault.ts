/** Where what opens the issuer is kept over the end of Vigie. */
export interface SecretVault {
  /** False: what is kept is forgotten when this process ends, since there is no keychain that can be trusted. */
  readonly isLasting: boolean;
  /** Null: nothing is kept, or it cannot be read any more. */
  load(): Promise<string | null>;
  /** Null: forgets it. */
  keep(secret: string | null): void;
}

/** Keeps it in memory alone. */
export function createMemoryVault(): SecretVault {
  let kept: string | null = null;
  return {
    isLasting: false,
    load: () => Promise.resolve(kept),
    keep(secret) {
      kept = secret;
    },
  };
}
