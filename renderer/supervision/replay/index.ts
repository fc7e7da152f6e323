export { PlacesProvider, useShownPlace } from './places-context.tsx';
export { quietestSlots } from './quietest-slots.ts';
export { ReplayFrame } from './replay-frame.tsx';
export { ReplayMark } from './replay-mark.tsx';
export { useInstant } from './use-instant.ts';
