export * from './block-codec.ts';
export * from './fix-batch.ts';
export type { FixTimes } from './fix-codec.ts';
export { FixStates, HIDDEN_WORD, RECORD_WORDS } from './fix-states.ts';
