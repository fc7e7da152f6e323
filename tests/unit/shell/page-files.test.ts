import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOwnUrl, pageUrl } from '../../../electron/shell/pages/origin.ts';
import { pageFile } from '../../../electron/shell/pages/page-files.ts';
import { contentSecurityPolicy } from '../../../electron/shell/pages/page-headers.ts';
import { fc } from '../../support/property.ts';

const folder = path.resolve('/opt/vigie/dist/renderer');

describe('isOwnUrl', () => {
  it.each(['app://vigie/console.html', 'app://vigie/wall.html?wall=1#top', pageUrl('wall', { wall: '2' })])(
    'knows %s',
    (url) => {
      expect(isOwnUrl(url)).toBe(true);
    },
  );

  it.each([
    'app://vigie.example/',
    'app://vigie@example/',
    'app://me@vigie/',
    'app://vigie:81/',
    'app://other/',
    'https://vigie/',
    'file:///opt/vigie/dist/renderer/console.html',
    'about:blank',
    'data:text/html,x',
    '',
    'console.html',
  ])('does not take %s for its own', (url) => {
    expect(isOwnUrl(url)).toBe(false);
  });
});

describe('pageFile', () => {
  it('gives the file and its type', () => {
    expect(pageFile(folder, 'GET', 'app://vigie/assets/a%20b.js?v=1')).toEqual({
      found: true,
      file: path.join(folder, 'assets/a b.js'),
      mimeType: 'text/javascript; charset=utf-8',
    });
  });

  it.each([
    ['.html', 'text/html; charset=utf-8'],
    ['.css', 'text/css; charset=utf-8'],
    ['.mjs', 'text/javascript; charset=utf-8'],
    ['.json', 'application/json; charset=utf-8'],
    ['.woff2', 'font/woff2'],
    ['.svg', 'image/svg+xml'],
  ])('types %s as %s', (extension, mimeType) => {
    expect(pageFile(folder, 'HEAD', `app://vigie/x${extension}`)).toMatchObject({ found: true, mimeType });
  });

  it.each([
    ['GET', 'app://vigie/..%2f..%2fetc%2fpasswd.txt', 403],
    ['GET', 'app://vigie/a/..%5c..%5csecret.txt', 403],
    ['GET', 'app://vigie/C:/secret.txt', 403],
    ['GET', 'app://vigie/a%00.html', 403],
    ['GET', 'app://vigie/.stamp.json', 403],
    ['GET', 'app://vigie/%E0%A4%A.html', 400],
    ['GET', 'app://other/console.html', 403],
    ['GET', 'app://vigie/', 404],
    ['GET', 'app://vigie/program.exe', 404],
    ['POST', 'app://vigie/console.html', 405],
  ])('refuses %s %s', (method, url, status) => {
    expect(pageFile(folder, method, url)).toMatchObject({ found: false, status });
  });

  it('stays inside where the address flattens its dots by itself', () => {
    const answer = pageFile(folder, 'GET', 'app://vigie/%2e%2e/%2e%2e/secret.txt');
    expect(answer).toMatchObject({ found: true, file: path.join(folder, 'secret.txt') });
  });

  it('never answers a file outside its folder', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('..', '.', '%2e%2e', '..%2f', '%5c', '/', '\\', '%00', 'a'));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const answer = pageFile(folder, 'GET', `app://vigie/${parts.join('/')}.html`);
        if (answer.found) expect(path.relative(folder, answer.file).split(path.sep)).not.toContain('..');
        if (answer.found) expect(path.resolve(answer.file).startsWith(folder + path.sep)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the content security policy', () => {
  it('allows own files only, no inline script, no evaluation, no socket', () => {
    const directives = new Map(
      contentSecurityPolicy()
        .split('; ')
        .map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]),
    );
    expect(directives.get('default-src')).toBe("'none'");
    for (const name of ['script-src', 'style-src', 'connect-src', 'worker-src', 'font-src'])
      expect([name, directives.get(name)]).toEqual([name, "'self'"]);
    for (const name of ['base-uri', 'form-action', 'frame-ancestors'])
      expect([name, directives.get(name)]).toEqual([name, "'none'"]);
    expect(contentSecurityPolicy()).not.toMatch(/unsafe|\*|https?:|wss?:/);
  });
});
