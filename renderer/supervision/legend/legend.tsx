import { useTranslation } from 'react-i18next';
import { VEHICLE_STATES } from '../../../shared/domain/index.ts';
import { usePreferences, useServices } from '../../stores/services.tsx';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { NewsMark } from '../../ui/news-mark.tsx';
import { useFleetStatus } from '../fleet-context.tsx';
import { AgesForm } from './ages-form.tsx';
import { writeDuration } from './duration-text.ts';
import { StateMark } from './state-mark.tsx';
import './legend.css';

/** What each symbol of the map means, and what else the map can show. */
export function Legend() {
  const { t } = useTranslation();
  const { preferences } = useServices();
  const trails = usePreferences((state) => state.trails);
  const density = usePreferences((state) => state.density);
  const { lateMs, silentMs } = useFleetStatus((status) => status.thresholds);
  const spans = { late: writeDuration(lateMs), silent: writeDuration(silentMs) };
  return (
    <div className="legend">
      <section>
        <h3>{t('legend.state')}</h3>
        <ul>
          {VEHICLE_STATES.map((state) => (
            <li key={state}>
              <StateMark mark={state} />
              {t(`vehicle.state.${state}`)}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{t('legend.news')}</h3>
        <ul>
          <li>
            <NewsMark news="heard" size="1.15em" />
            {t('vehicle.news.heard')}
          </li>
          <li>
            <NewsMark news="late" size="1.15em" />
            {t('legend.late', spans)}
          </li>
          <li>
            <NewsMark news="silent" size="1.15em" />
            {t('legend.silent', spans)}
          </li>
          <li>
            <NewsMark news="suspect" size="1.15em" />
            {t('help.mark.suspect')}
          </li>
        </ul>
      </section>
      <section>
        <h3>{t('legend.marks')}</h3>
        <ul>
          <li>
            <StateMark mark="heading" />
            {t('legend.heading')}
          </li>
          <li>
            <StateMark mark="selected" />
            {t('legend.selected')}
          </li>
        </ul>
        <p className="legend__note">{t('legend.far')}</p>
      </section>
      <section>
        <h3>{t('legend.ages')}</h3>
        <AgesForm />
      </section>
      <section className="legend__choices">
        <h3>{t('legend.trails')}</h3>
        <ChoiceGroup
          label={t('legend.trails')}
          choices={(['none', 'selected', 'view'] as const).map((value) => ({
            value,
            label: t(`legend.trails.${value}`),
          }))}
          value={trails}
          onChange={(next) => preferences.set({ trails: next })}
        />
        <h3>{t('legend.density')}</h3>
        <ChoiceGroup
          label={t('legend.density')}
          choices={(['off', 'on'] as const).map((value) => ({ value, label: t(`legend.density.${value}`) }))}
          value={density ? 'on' : 'off'}
          onChange={(next) => preferences.set({ density: next === 'on' })}
        />
      </section>
    </div>
  );
}
