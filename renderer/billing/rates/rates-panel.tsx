import { useTranslation } from 'react-i18next';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { CardList } from './card-list.tsx';
import { SettingsPart } from './settings-form.tsx';
import '../cycle/cycle-page.css';
import './rates.css';

/** At what missions are billed, and by whom. */
export function RatesPanel() {
  const { t } = useTranslation();
  return (
    <section className="cycle-page" aria-label={t('panel.rates')} data-testid="rates-panel">
      <Tabs className="cycle-tabs">
        <TabList className="cycle-tabs__list" aria-label={t('panel.rates')}>
          <Tab id="cards" className="cycle-tabs__tab">
            {t('rates.cards')}
          </Tab>
          <Tab id="settings" className="cycle-tabs__tab">
            {t('rates.settings')}
          </Tab>
        </TabList>
        <TabPanel id="cards" className="cycle-tabs__panel">
          <CardList />
        </TabPanel>
        <TabPanel id="settings" className="cycle-tabs__panel">
          <SettingsPart />
        </TabPanel>
      </Tabs>
    </section>
  );
}
