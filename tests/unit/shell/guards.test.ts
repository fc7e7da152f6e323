import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../../electron/shell/data-host/child-environment.ts';
import { createGpuGuard } from '../../../electron/shell/guards/gpu-guard.ts';
import { isMadeByOwnPage } from '../../../electron/shell/pages/origin.ts';

describe('the environment of the data process', () => {
  const environment = {
    PATH: '/bin',
    NODE_EXTRA_CA_CERTS: '/etc/ssl/operator.pem',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    VIGIE_SERVER_TOKEN: 'secret',
    NODE_OPTIONS: '--require x',
    EMPTY: undefined,
  };

  it('keeps certificate checks on, the token out, and the operator’s own authority in', () => {
    expect(childEnvironment(environment, false)).toEqual({
      PATH: '/bin',
      NODE_EXTRA_CA_CERTS: '/etc/ssl/operator.pem',
      NODE_OPTIONS: '--require x',
    });
  });

  it('takes no Node options in a package', () => {
    expect(childEnvironment(environment, true)).not.toHaveProperty('NODE_OPTIONS');
  });
});

describe('a download', () => {
  it.each([
    ['blob:app://vigie/6f1d', true],
    ['blob:https://example.com/6f1d', false],
    ['blob:app://vigie@example/6f1d', false],
    ['app://vigie/console.html', false],
    ['https://example.com/report.csv', false],
  ])('of %s is of a page of ours: %s', (url, isOurs) => {
    expect(isMadeByOwnPage(url)).toBe(isOurs);
  });
});

describe('the GPU guard', () => {
  it('gives up at the third crash within five minutes, once', () => {
    const crashed = createGpuGuard();
    expect([0, 1_000, 2_000, 3_000].map(crashed)).toEqual([false, false, true, false]);
  });

  it('forgives crashes that are far apart', () => {
    const crashed = createGpuGuard();
    expect([0, 200_000, 400_000, 600_000].map(crashed)).toEqual([false, false, false, false]);
  });
});
