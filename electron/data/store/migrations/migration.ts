import type { Writer } from '../handles.ts';

/** One step of the cache's schema. Runs once, in a transaction of its own, which also notes its number. */
export interface Migration {
  /** The number at the start of its file's name, from 1, without gaps. */
  readonly version: number;
  up(writer: Writer): void;
}
