import { powerSaveBlocker } from 'electron';

/** Keeps displays awake while a wall is open: nobody touches it, and the system takes that for absence. */
export function createKeepAwake(): (isWanted: boolean) => void {
  let blocker: number | undefined;
  return (isWanted) => {
    if (isWanted === (blocker !== undefined)) return;
    if (blocker === undefined) blocker = powerSaveBlocker.start('prevent-display-sleep');
    else {
      powerSaveBlocker.stop(blocker);
      blocker = undefined;
    }
  };
}
