/** Variables that would weaken the data process, or show it what it is told otherwise. */
const DROPPED = [
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'ELECTRON_RUN_AS_NODE',
  'SSLKEYLOGFILE',
  'VIGIE_SERVER_TOKEN',
] as const;

/**
 * The environment that the data process gets: the user's, without what switches certificate checks off, and without the
 * token, which it gets in its configuration. In a package NODE_OPTIONS is dropped as well.
 */
export function childEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  isPackaged: boolean,
): Record<string, string> {
  const dropped: readonly string[] = isPackaged ? [...DROPPED, 'NODE_OPTIONS'] : DROPPED;
  const kept = Object.entries(environment).filter(([name]) => !dropped.includes(name));
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
