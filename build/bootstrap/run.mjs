import { spawn } from 'node:child_process';

/**
 * Runs a command to its end and keeps what it printed (its standard output and error, in the order of arrival).
 * It ends with this process: on exit, on Ctrl-C and on SIGTERM.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, echo?: boolean }} [options] echo: also print it
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} code 127 where the command does not exist
 */
export function run(command, args, { cwd, env, timeoutMs, echo = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let timedOut = false;
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output += chunk.toString();
      if (echo) process.stderr.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const kill = () => child.kill('SIGTERM');
    const leave = () => process.exit(130);
    process.once('exit', kill);
    process.on('SIGTERM', leave).on('SIGINT', leave);
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, timeoutMs);
    /** @param {number} code */
    const finish = (code) => {
      clearTimeout(timer);
      process.off('exit', kill).off('SIGTERM', leave).off('SIGINT', leave);
      resolve({ code, output, timedOut });
    };
    child.once('error', (error) => {
      output += `${error.message}\n`;
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
}
