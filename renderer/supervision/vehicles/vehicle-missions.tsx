import { useTranslation } from 'react-i18next';
import type { MissionRow } from '../../../shared/contract/index.ts';
import { boardPlace, missionExpected } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { Fact, Facts } from '../../lists/index.ts';
import { useMissionTime } from '../../stores/mission-clock.ts';
import { useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';

/** The mission that a vehicle is on, with its plan, what is to be expected of it, and how late it is. */
export function CurrentMission({ mission }: { mission: MissionRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMissionTime();
  const place = boardPlace(mission, now);
  const isLate = place !== null && place !== 'forgotten' && place.lateMs > 0;
  const lateMs = isLate ? place.lateMs : 0;
  const time = (at: string) => format.time(Date.parse(at), now);
  return (
    <>
      <Facts>
        <Fact name={t('mission.column.reference')}>{mission.reference}</Fact>
        <Fact name={t('mission.column.customer')}>{mission.thirdPartyName ?? mission.customerName}</Fact>
        <Fact name={t('mission.origin')} wide>
          {mission.originAddress}
        </Fact>
        <Fact name={t('mission.column.destination')} wide>
          {mission.destinationAddress}
        </Fact>
        <Fact name={t('mission.planned')}>{`${time(mission.plannedStartAt)} – ${time(mission.plannedEndAt)}`}</Fact>
        <Fact name={t('mission.actual-start')}>
          {mission.actualStartAt === null ? null : time(mission.actualStartAt)}
        </Fact>
        <Fact name={t('board.column.expected')}>{format.time(missionExpected(mission, now).endMs, now)}</Fact>
        <Fact name={t('board.column.late')}>
          {isLate ? (
            <span className="mission-late" data-testid="mission-late">
              <StatusMark severity="warning" size="0.9em" />
              {t('board.late-by', { duration: format.duration(lateMs) })}
            </span>
          ) : (
            t('past.on-plan')
          )}
        </Fact>
      </Facts>
      <MissionLink mission={mission} />
    </>
  );
}

function MissionLink({ mission }: { mission: MissionRow }) {
  const { t } = useTranslation();
  const { selection } = useServices();
  return (
    <div className="detail__actions">
      <TextButton
        onPress={() => {
          selection.showPanel('missions');
          selection.select({ panel: 'missions', id: mission.id });
        }}
      >
        {t('vehicle.show-mission', { reference: mission.reference })}
      </TextButton>
    </div>
  );
}

/** What the vehicle does next: each leads to its mission. */
export function NextMissions({ missions }: { missions: readonly MissionRow[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMissionTime();
  const { selection } = useServices();
  if (missions.length === 0) return <p className="past__none">{t('past.no-next')}</p>;
  return (
    <ul className="next-missions">
      {missions.map((mission) => {
        const startMs = Date.parse(mission.plannedStartAt);
        const place = boardPlace(mission, now);
        const isLate = place !== null && place !== 'forgotten' && place.lateMs > 0;
        return (
          <li key={mission.id}>
            <TextButton
              quiet
              onPress={() => {
                selection.showPanel('missions');
                selection.select({ panel: 'missions', id: mission.id });
              }}
            >
              <span className="next-missions__time">{format.time(startMs, now)}</span>
              <span className="next-missions__where">
                {mission.destinationAddress ?? mission.thirdPartyName ?? mission.customerName ?? mission.reference}
              </span>
              {isLate ? (
                <span className="mission-late">
                  <StatusMark severity="warning" size="0.9em" />
                  {t('board.late-by', { duration: format.duration(place.lateMs) })}
                </span>
              ) : null}
            </TextButton>
          </li>
        );
      })}
    </ul>
  );
}
