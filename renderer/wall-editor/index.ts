export { WallTools } from './wall-tools.tsx';
