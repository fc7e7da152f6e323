export { type BoardModel, createBoardModel } from './board-model.ts';
export { MissionBoard, type MissionBoardProps } from './mission-board.tsx';
export { useMissionFigures } from './use-mission-figures.ts';
