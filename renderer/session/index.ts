export { AccountMenu } from './account-menu.tsx';
export { SessionGate } from './session-gate.tsx';
export { WallCover } from './wall-cover.tsx';
