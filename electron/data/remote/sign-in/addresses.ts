/** Is it on this computer, so that nobody else can listen? */
export function isLoopbackAddress({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
