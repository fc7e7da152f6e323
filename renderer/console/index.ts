export { Console } from './console.tsx';
export { createLayouts, type LayoutsStore } from './layout/layouts-store.ts';
