export { DisplayNumber } from './display-number.tsx';
export { Wall } from './wall.tsx';
