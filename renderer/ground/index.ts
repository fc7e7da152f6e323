export { GroundProvider } from './ground-context.tsx';
export { GroundNotice } from './ground-notice.tsx';
export { createGroundStore, type GroundStore } from './ground-store.ts';
export { GroundTools } from './ground-tools.tsx';
