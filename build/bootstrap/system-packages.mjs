// What the tests need of the system. On Debian, as root, it is installed; elsewhere it is said. Uses Node's own modules
// only, and can be run by itself: `node build/bootstrap/system-packages.mjs [more packages]`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ClearError, runProgram } from './clear-error.mjs';
import { say, step } from './progress.mjs';
import { run } from './run.mjs';

const PACKAGES = [
  ...['chromium', 'fonts-dejavu-core'],
  // WebGL in software, faster than Chromium's own.
  ...['libegl1', 'libgl1-mesa-dri'],
  // Electron links to it; the rest that it needs comes with Chromium.
  'libgtk-3-0',
  // A display with no screen, and a window manager, without which nothing is full screen.
  ...['xvfb', 'openbox'],
  // Takes a picture of a display.
  'x11-apps',
  // Several displays with no screen, to unplug and plug.
  ...['xserver-xorg-core', 'xserver-xorg-video-dummy', 'x11-xserver-utils'],
  // A keychain, in which a sign-in is kept.
  ...['dbus', 'gnome-keyring', 'libsecret-1-0'],
  // Writers at the same time, which PGlite does not have.
  'postgresql',
  // A broker that positions come through.
  'mosquitto',
  // What several processes of the service share.
  'redis-server',
];

/**
 * Installs the Debian packages that are missing, if this is Debian and the user is root. Anywhere else it does nothing:
 * the steps that need a program say so when they do not find it.
 * @param {string[]} [more] further packages
 * @throws {ClearError} if apt fails
 */
export async function installSystemPackages(more = []) {
  if (!isDebian() || process.getuid?.() !== 0) return;
  const missing = missingPackages([...PACKAGES, ...more]);
  if (missing.length === 0) return;
  await step(`installing Debian packages: ${missing.join(' ')}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const update = await run('apt-get', ['update', '-q'], { env });
    const install = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], { env });
    if (install.code === 0) return;
    const words = `${update.code === 0 ? '' : update.output}${install.output}`.trim().split('\n').slice(-6).join('\n');
    throw new ClearError(
      `apt-get could not install ${missing.join(' ')}: connect to the network or install them by hand.\n${words}`,
    );
  });
}

/** What to install by hand, for a sentence. */
export function systemPackagesHint() {
  if (isDebian()) return `as root: apt-get install ${PACKAGES.join(' ')}`;
  if (process.platform === 'linux') return 'install Chromium (or Chrome), Xvfb and openbox with your package manager';
  return 'install Chrome (https://www.google.com/chrome)';
}

function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** @param {string[]} names */
function missingPackages(names) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status} ${Package}\n', ...names], {
    encoding: 'utf8',
  });
  const installed = new Set(
    stdout
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice(10)),
  );
  return names.filter((name) => !installed.has(name));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runProgram(async () => {
    await installSystemPackages(process.argv.slice(2));
    if (!isDebian() || process.getuid?.() !== 0) say(`system packages are left to you: ${systemPackagesHint()}`);
    return 0;
  });
}
