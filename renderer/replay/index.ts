export { ReplayBar } from './replay-bar.tsx';
export { ReplayButton } from './replay-button.tsx';
export { ReplayProvider, useReplay } from './replay-context.tsx';
export { createReplayStore, type GroupReplay, type ReplayLink, type ReplayStore } from './replay-store.ts';
