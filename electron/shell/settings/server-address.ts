/** Programs on this same computer: what is sent to them does not leave it. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Checks the address of a Vigie server and gives it without a slash at its end.
 * @param insecureAllowed plain http to another computer is accepted
 * @returns the address, or what is wrong with it and what to write, to be put after "X is 'VALUE': "
 */
export function readServerAddress(
  text: string,
  insecureAllowed: boolean,
): { ok: true; url: string } | { ok: false; problem: string } {
  const example = 'write it like https://vigie.example.com';
  if (!URL.canParse(text)) return { ok: false, problem: `not an address, ${example}` };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { ok: false, problem: `not an https address, ${example}` };
  if (url.username !== '' || url.password !== '')
    return { ok: false, problem: 'a name or password may not stand in the address, set VIGIE_SERVER_TOKEN instead' };
  if (url.search !== '' || url.hash !== '')
    return { ok: false, problem: 'an address may not have a part after ? or #, leave it out' };
  if (url.protocol === 'http:' && !insecureAllowed && !isLoopback(url.hostname)) {
    return {
      ok: false,
      problem:
        'everyone on the network could read what is sent, use https (or set allowInsecureServer in the policy file)',
    };
  }
  return { ok: true, url: url.href.replace(/\/+$/, '') };
}
