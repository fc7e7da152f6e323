import { spawn } from 'node:child_process';
import { root } from '../bootstrap/runtime.mjs';
import { signalGroup } from '../start/process-group.ts';

export interface EchoOptions {
  env?: NodeJS.ProcessEnv;
  /** It is ended by force after so long. */
  limitMs: number;
}

/**
 * Runs a command in the checkout with its output shown as it comes. It and all that it starts end with this process, at the
 * latest after the limit.
 * @returns its exit code; 124 where it took too long, 127 where it could not be started
 */
export function runEcho(command: string, args: readonly string[], { env, limitMs }: EchoOptions): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: process.platform !== 'win32',
    });
    const end = () => {
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    };
    const leave = () => process.exit(130);
    process.once('exit', end);
    process.on('SIGINT', leave).on('SIGTERM', leave).on('SIGHUP', leave).on('disconnect', leave);
    process.channel?.unref();
    let tooLong = false;
    const timer = setTimeout(() => {
      tooLong = true;
      console.log(`ended by force after ${Math.round(limitMs / 1000)} s`);
      end();
    }, limitMs);
    const finish = (code: number) => {
      clearTimeout(timer);
      process.off('exit', end).off('SIGINT', leave).off('SIGTERM', leave).off('SIGHUP', leave).off('disconnect', leave);
      resolve(tooLong ? 124 : code);
    };
    child.once('error', (error) => {
      console.error(error.message);
      finish(127);
    });
    child.once('exit', (code) => {
      end();
      finish(code ?? 1);
    });
  });
}
