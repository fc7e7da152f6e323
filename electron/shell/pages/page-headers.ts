/**
 * What a page may load and do: its own files, and nothing from anywhere else. `connect-src` has no socket: a window talks
 * through its port alone. Images may also be `blob:` and `data:`, which the map's icons are drawn into.
 * @param onlineOrigins from where the policy file allows online maps: style, tiles, letters and icons are fetched, so
 *   `connect-src` is all that opens
 */
export function contentSecurityPolicy(onlineOrigins: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...onlineOrigins].join(' '),
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The headers of every answer of the page protocol, refusals included. */
export function securityHeaders(onlineOrigins: readonly string[] = []): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(onlineOrigins),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}
