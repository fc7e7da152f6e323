import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Monitor sizes in pixels. */
export interface Monitor {
  width: number;
  height: number;
  /** On the desktop; to the right of the one before it when not said. */
  at?: { x: number; y: number };
}

/** A running X server with monitors that can be unplugged and plugged back. */
export interface Displays {
  /** For DISPLAY in the environment of what shall be seen on it. */
  readonly name: string;
  /** @param index 0 is the first monitor */
  unplug(index: number): Promise<void>;
  plug(index: number, monitor: Monitor, at: { x: number; y: number }): Promise<void>;
  stop(): Promise<void>;
}

/** Up to this many monitors: what Xorg's dummy driver has. */
const OUTPUTS = 16;

/** The programs that monitors without a screen need (Debian: xserver-xorg-core xserver-xorg-video-dummy x11-xserver-utils openbox). */
export function missingDisplayPrograms(): string[] {
  const driver = ['/usr/lib/xorg/modules/drivers/dummy_drv.so'].some((file) => existsSync(file));
  const programs = ['Xorg', 'xrandr', 'openbox'].filter((name) => !isOnPath(name));
  return driver ? programs : [...programs, 'dummy_drv.so'];
}

/** Starts Xorg's dummy driver with these monitors, and a window manager that makes full screen work. */
export async function startDisplays(monitors: readonly Monitor[]): Promise<Displays> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-displays-'));
  writeFileSync(path.join(folder, 'xorg.conf'), XORG_CONFIGURATION);
  const { server, name } = await startServer(folder);
  const environment = { ...process.env, DISPLAY: name };
  const xrandr = async (...args: string[]) => (await run('xrandr', args, { env: environment, timeout: 10_000 })).stdout;

  /** A full query makes the server notice what is connected, and tell its clients. */
  const tell = () => xrandr();
  async function plug(index: number, { width, height }: Monitor, at: { x: number; y: number }): Promise<void> {
    const mode = `${width}x${height}v`;
    if (!(await xrandr()).includes(mode)) await xrandr('--newmode', mode, ...timings(width, height));
    const modes = await xrandr();
    if (!sectionOf(modes, index).includes(mode)) await xrandr('--addmode', `DUMMY${index}`, mode);
    await xrandr('--output', `DUMMY${index}`, '--mode', mode, '--pos', `${at.x}x${at.y}`);
    await tell();
  }

  let x = 0;
  for (const [index, monitor] of monitors.entries()) {
    const at = monitor.at ?? { x, y: 0 };
    await plug(index, monitor, at);
    x = at.x + monitor.width;
  }
  const manager = spawn('openbox', [], { env: environment, stdio: 'ignore' });
  return {
    name,
    plug,
    async unplug(index) {
      await xrandr('--output', `DUMMY${index}`, '--off');
      await tell();
    },
    async stop() {
      await end(manager);
      await end(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** With -displayfd the server chooses a free number itself and writes it when it is ready. */
async function startServer(folder: string): Promise<{ server: ChildProcess; name: string }> {
  const flags = ['-noreset', '-nolisten', 'tcp', '-novtswitch', '-sharevts', '-displayfd', '3'];
  const files = ['-config', path.join(folder, 'xorg.conf'), '-logfile', path.join(folder, 'xorg.log')];
  const server = spawn('Xorg', [...flags, ...files], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Xorg was not ready within 15 s')), 15_000);
    let text = '';
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.trim());
    });
    server.once('exit', (code) => reject(new Error(`Xorg ended with code ${code}: see ${folder}/xorg.log`)));
    server.once('error', reject);
  });
  return { server, name: `:${number}` };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  if ((await Promise.race([ended.then(() => 'ended'), wait(5_000, 'late')])) === 'late') child.kill('SIGKILL');
}

/** A mode line: pixel clock in MHz, then the horizontal and the vertical timings, with generous blanking. */
function timings(width: number, height: number): string[] {
  const clock = ((width * height * 70) / 1_000_000).toFixed(1);
  const horizontal = [width, width + 48, width + 112, width + 160];
  const vertical = [height, height + 3, height + 9, height + 30];
  return [clock, ...horizontal.map(String), ...vertical.map(String)];
}

/** The part of xrandr's answer that is about one output. */
function sectionOf(answer: string, index: number): string {
  if (index < 0 || index >= OUTPUTS) throw new RangeError(`there is no monitor ${index}, only 0 to ${OUTPUTS - 1}`);
  const [, section = ''] = new RegExp(`^DUMMY${index} .*\\n((?:[ \\t].*\\n)*)`, 'm').exec(answer) ?? [];
  return section;
}

function isOnPath(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const XORG_CONFIGURATION = `
Section "Device"
  Identifier "d"
  Driver "dummy"
  VideoRam 1024000
EndSection
Section "Monitor"
  Identifier "m"
  HorizSync 5.0-2000.0
  VertRefresh 5.0-200.0
EndSection
Section "Screen"
  Identifier "s"
  Device "d"
  Monitor "m"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 15360 4320
  EndSubSection
EndSection
`;
