import { app, type MessagePortMain, utilityProcess } from 'electron';
import { childEnvironment } from './child-environment.ts';
import type { ChildProcess } from './data-process.ts';
import type { RotatingFile } from '../files/rotating-file.ts';

/** Starts the data host's file in a process of its own; what it prints goes to `output`. */
export function forkDataProcess(file: string, output: RotatingFile): ChildProcess<MessagePortMain> {
  const child = utilityProcess.fork(file, [], {
    serviceName: 'Vigie data host',
    stdio: 'pipe',
    env: childEnvironment(process.env, app.isPackaged),
  });
  child.stdout?.on('data', (chunk: Buffer) => output.write(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => output.write(chunk.toString()));
  return {
    get pid() {
      return child.pid;
    },
    postMessage: (message, transfer) => child.postMessage(message, transfer),
    kill: () => child.kill(),
    onSpawn: (listener) => void child.on('spawn', listener),
    onExit: (listener) => void child.on('exit', listener),
    onMessage: (listener) => void child.on('message', listener),
  };
}
