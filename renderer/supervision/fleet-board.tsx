import { useTranslation } from 'react-i18next';
import { useMissionFigures } from '../board/index.ts';
import { useFormat } from '../i18n/index.ts';
import { NewsMark, type NewsState } from '../ui/news-mark.tsx';
import { type Severity, StatusMark } from '../ui/status-mark.tsx';
import { useFleetStatus } from './fleet-context.tsx';
import { ReplayMark } from './replay/index.ts';
import { useIsLive } from './use-is-live.ts';
import './fleet-board.css';

interface Figure {
  readonly name: string;
  readonly label: string;
  /** Undefined until it is known. */
  readonly value: number | undefined;
  /** Shape and colour of a figure that is not nought and ought to be. */
  readonly news?: NewsState;
  readonly severity?: Severity;
}

/**
 * The fleet and its missions in large figures, for a cell of a wall: fills its parent, as large as it allows. Colour for what is
 * abnormal only; figures of a stream that is not live say so.
 */
export function FleetBoard() {
  const { t } = useTranslation();
  const counts = useFleetStatus((status) => status.counts);
  const isLive = useIsLive();
  const hasFrame = useFleetStatus((status) => status.sequence > 0);
  const missions = useMissionFigures();
  const known = (value: number) => (hasFrame ? value : undefined);
  return (
    <div className="fleet-board" data-testid="fleet-board" data-live={isLive}>
      <ReplayMark large />
      <Figures
        title={t('fleet-board.fleet')}
        notice={isLive ? null : t('fleet-board.not-live')}
        figures={[
          { name: 'total', label: t('fleet.total'), value: known(counts.total) },
          { name: 'heard', label: t('fleet.heard'), value: known(counts.heard) },
          { name: 'moving', label: t('fleet-board.moving'), value: known(counts.moving) },
          { name: 'late', label: t('fleet.late'), value: known(counts.late), news: 'late' },
          { name: 'silent', label: t('fleet.silent'), value: known(counts.silent), news: 'silent' },
          { name: 'suspect', label: t('fleet.suspect'), value: known(counts.suspect), news: 'suspect' },
        ]}
      />
      <Figures
        title={t('fleet-board.missions')}
        notice={null}
        figures={[
          { name: 'late-missions', label: t('fleet-board.late-missions'), value: missions?.late, severity: 'warning' },
          { name: 'unassigned', label: t('fleet-board.unassigned'), value: missions?.unassigned, severity: 'notice' },
          { name: 'running', label: t('fleet-board.running'), value: missions?.running },
          { name: 'done', label: t('fleet-board.done'), value: missions?.done },
        ]}
      />
    </div>
  );
}

function Figures({ title, notice, figures }: { title: string; notice: string | null; figures: readonly Figure[] }) {
  const format = useFormat();
  return (
    <section className="fleet-board__part" aria-label={title} data-stale={notice !== null}>
      <h2 className="fleet-board__title">
        {title}
        {notice === null ? null : (
          <span className="fleet-board__notice">
            <StatusMark severity="warning" size="0.9em" />
            {notice}
          </span>
        )}
      </h2>
      <dl className="fleet-board__figures">
        {figures.map((figure) => {
          const { name, label, value, news, severity } = figure;
          const isNotable = value !== undefined && value > 0;
          const kind = isNotable ? (news ?? severity ?? 'plain') : 'plain';
          return (
            <div key={name} className={`fleet-figure fleet-figure--${kind}`} data-count={name}>
              <dt className="fleet-figure__name">
                {isNotable && news !== undefined ? <NewsMark news={news} size="1.1em" /> : null}
                {isNotable && severity !== undefined ? <StatusMark severity={severity} size="0.95em" /> : null}
                {label}
              </dt>
              <dd className="fleet-figure__value" data-value={value}>
                {value === undefined ? '–' : format.integer(value)}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
