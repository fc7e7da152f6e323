import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../../backend/operations/limits.ts';
import { readOperationsSettings } from '../../../../backend/settings/operations-settings.ts';

describe('the settings of running the service', () => {
  it('have defaults: no figures are served, no proxy is believed, limits hold', () => {
    const { headersWithinMs: _, requestWithinMs: __, messagesPerSocket: ___, ...limits } = DEFAULT_LIMITS;
    expect(readOperationsSettings({})).toEqual({
      ...{ metrics: undefined, trustedProxies: [], drainMs: 0, finishWithinMs: 5_000, limits },
    });
  });

  it('are read from the environment', () => {
    const environment = {
      ...{ VIGIE_METRICS_PORT: '9464', VIGIE_TRUSTED_PROXIES: '10.0.0.5, 192.168.0.0/16,fd00::/8' },
      ...{ VIGIE_DRAIN_SECONDS: '15', VIGIE_REQUESTS_PER_SUBJECT: '0' },
    };
    expect(readOperationsSettings(environment)).toMatchObject({
      metrics: { host: '127.0.0.1', port: 9464 },
      trustedProxies: ['10.0.0.5', '192.168.0.0/16', 'fd00::/8'],
      drainMs: 15_000,
      limits: { requestsPerSubject: 0 },
    });
  });

  it.each([
    ['VIGIE_METRICS_PORT', '70000', /must be a whole number from 0 to 65535/],
    ['VIGIE_METRICS_HOST', 'everywhere', /must be an IP address/],
    ['VIGIE_TRUSTED_PROXIES', 'proxy.example', /must be IP addresses or networks/],
    ['VIGIE_TRUSTED_PROXIES', '10.0.0.0/33', /must be IP addresses or networks/],
    ['VIGIE_DRAIN_SECONDS', '-1', /must be a whole number from 0 to 600/],
    ['VIGIE_MOST_SOCKETS', 'many', /must be a whole number/],
  ])('refuse %s=%s with a sentence that names it', (name, value, sentence) => {
    expect(() => readOperationsSettings({ [name]: value })).toThrow(sentence);
    expect(() => readOperationsSettings({ [name]: value })).toThrow(new RegExp(`^${name} `));
  });
});
