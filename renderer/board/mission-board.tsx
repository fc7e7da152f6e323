import { BoardList } from './board-list.tsx';
import { useBoardModel } from './board-model.ts';
import { BoardWall } from './board-wall.tsx';
import './board.css';

export interface MissionBoardProps {
  /** False for a wall: nobody touches it, it turns its own pages and is read from three metres. */
  interactive?: boolean;
  /** On a wall, how much larger than for a whole screen read from three metres: 1 unless said. */
  scale?: number;
}

/**
 * What needs a look among the missions: first what is late against its plan, by how much and where, then what begins soon without a
 * vehicle, then what is under way. Fills its parent. On the console a row is chosen, which shows the mission and marks its vehicle.
 */
export function MissionBoard({ interactive = true, scale = 1 }: MissionBoardProps) {
  const model = useBoardModel();
  if (model === null) return <div className="board" data-testid="mission-board" data-state="loading" />;
  return interactive ? <BoardList model={model} /> : <BoardWall model={model} scale={scale} />;
}
