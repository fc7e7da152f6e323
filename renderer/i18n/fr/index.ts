import { alarmRules } from './alarm-rules.ts';
import { alarms } from './alarms.ts';
import { board } from './board.ts';
import { books } from './books.ts';
import { console } from './console.ts';
import { editing } from './editing.ts';
import { errors } from './errors.ts';
import { exports } from './exports.ts';
import { fences } from './fences.ts';
import { ground } from './ground.ts';
import { layout } from './layout.ts';
import { map } from './map.ts';
import { missionTable } from './mission-table.ts';
import { outbox } from './outbox.ts';
import { partyImport } from './party-import.ts';
import { past } from './past.ts';
import { rates } from './rates.ts';
import { records } from './records.ts';
import { replay } from './replay.ts';
import { schedule } from './schedule.ts';
import { search } from './search.ts';
import { session } from './session.ts';
import { shift } from './shift.ts';
import { status } from './status.ts';
import { thirdParties } from './third-parties.ts';
import { validation } from './validation.ts';
import { wall } from './wall.ts';

/** Every text of the windows in French. */
export const fr = {
  ...alarmRules,
  ...alarms,
  ...board,
  ...books,
  ...console,
  ...editing,
  ...errors,
  ...exports,
  ...fences,
  ...ground,
  ...layout,
  ...map,
  ...missionTable,
  ...outbox,
  ...partyImport,
  ...past,
  ...rates,
  ...records,
  ...replay,
  ...schedule,
  ...search,
  ...session,
  ...shift,
  ...status,
  ...thirdParties,
  ...validation,
  ...wall,
};
