export * from './cells.ts';
export * from './display.ts';
export * from './new-wall.ts';
export * from './recognise.ts';
export * from './replay-groups.ts';
export * from './wall.ts';
