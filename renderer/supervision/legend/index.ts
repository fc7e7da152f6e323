export { Legend } from './legend.tsx';
