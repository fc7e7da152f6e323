import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../../shared/api/index.ts';
import { type AlarmRuleRow, MAX_WINDOW_ROWS } from '../../../shared/contract/index.ts';
import { useEditing } from '../../billing/index.ts';
import { errorSentence } from '../../i18n/index.ts';
import { useRecord } from '../../lists/index.ts';
import { useClient } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { StateMessage } from '../../ui/state-message.tsx';
import { WithUnsent } from '../../ui/unsent-mark.tsx';
import type { AlarmList } from '../alarm-list.ts';
import { AlarmMark } from '../alarm-mark.tsx';
import { PartSwitch } from '../part-switch.tsx';
import { useAlarmRights } from '../use-acting.ts';
import { useShowAlarms } from '../use-show-alarms.ts';
import { GoLiveSheet } from './go-live-sheet.tsx';
import { RuleForm } from './rule-form.tsx';
import './rules.css';

const ENTITIES: readonly SyncEntity[] = ['alarm-rule', 'alarm'];

/** What is open over the list: a rule's form (null: a new one's), the question before it goes live, or before it is removed. */
type Opened =
  | { readonly what: 'form'; readonly rule: AlarmRuleRow | null }
  | { readonly what: 'go-live' | 'remove'; readonly rule: AlarmRuleRow };

/** The rules that raise alarms, with how many of each stand, and what can be done with them. */
export function RuleList({ model }: { model: AlarmList }) {
  const { t } = useTranslation();
  const client = useClient();
  const editing = useEditing();
  const { mayWriteRules } = useAlarmRights();
  const [text, setText] = useState('');
  const [opened, setOpened] = useState<Opened | null>(null);
  const words = text.trim();
  const read = useCallback(
    (signal: AbortSignal) =>
      client.request(
        'alarmRules.page',
        {
          filter: words === '' ? {} : { text: words },
          offset: 0,
          limit: MAX_WINDOW_ROWS,
        },
        { signal },
      ),
    [client, words],
  );
  const { record, retry } = useRecord('alarm-rules', read, ENTITIES);
  const add = () => {
    if (mayWriteRules) setOpened({ what: 'form', rule: null });
  };
  useShortcut('new', add);
  const rows = record.state === 'ready' ? record.value.rows : [];
  const close = () => setOpened(null);
  return (
    <div className="alarm-rules" data-testid="alarm-rules" data-state={record.state} data-total={rows.length}>
      <div className="list-panel__tools">
        <SearchBox
          label={t('alarm.rule.search')}
          clearLabel={t('list.clear-search')}
          value={text}
          onChange={setText}
          onLeave={() => undefined}
        />
        <output className="list-panel__count">
          {record.state === 'ready' ? t('alarm.rule.count', { count: record.value.total }) : ''}
        </output>
        {mayWriteRules ? (
          <TextButton onPress={add}>
            {t('alarm.rule.new')} <kbd>N</kbd>
          </TextButton>
        ) : null}
        <PartSwitch model={model} />
      </div>
      {record.state === 'error' ? (
        <StateMessage
          severity="warning"
          title={errorSentence(t, record.error.code).sentence}
          action={<TextButton onPress={retry}>{t('list.retry')}</TextButton>}
        />
      ) : null}
      {record.state === 'ready' && rows.length === 0 ? (
        <StateMessage
          severity="normal"
          icon="list"
          title={t(words === '' ? 'alarm.rule.none' : 'list.no-match')}
          detail={words === '' ? t('alarm.rule.none-detail') : undefined}
        />
      ) : null}
      <ul className="alarm-rules__list">
        {rows.map((rule) => (
          <li key={rule.id} className="alarm-rule" data-rule={rule.name} data-state={rule.state}>
            <AlarmMark priority={rule.priority} isAtRest={rule.state !== 'live'} size="1.3em" />
            <div className="alarm-rule__words">
              <WithUnsent state={rule.unsent}>{rule.name}</WithUnsent>
              <span className="alarm-rule__more">
                {t(`alarm.kind.${rule.parameters.kind}`)} · {t(`alarm.priority.${rule.priority}`)} ·{' '}
                {t(`alarm.rule.state.${rule.state}`)}
              </span>
            </div>
            <Standing rule={rule} model={model} />
            <div className="alarm-rule__actions">
              <TextButton onPress={() => setOpened({ what: 'form', rule })}>
                {t(mayWriteRules ? 'alarm.rule.edit' : 'alarm.rule.look')}
              </TextButton>
              {mayWriteRules && rule.state !== 'live' ? (
                <TextButton onPress={() => setOpened({ what: 'go-live', rule })}>{t('alarm.rule.go-live')}</TextButton>
              ) : null}
              {mayWriteRules && rule.state === 'live' ? (
                <TextButton
                  onPress={() =>
                    void editing.patch('alarm-rule', rule.id, { state: { from: 'live', to: 'off' } }, rule.name)
                  }
                >
                  {t('alarm.rule.turn-off')}
                </TextButton>
              ) : null}
              {mayWriteRules && rule.state !== 'live' ? (
                <TextButton quiet onPress={() => setOpened({ what: 'remove', rule })}>
                  {t('alarm.rule.remove')}
                </TextButton>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
      {opened?.what === 'form' ? (
        <RuleForm key={opened.rule?.id ?? 'new'} rule={opened.rule} mayWrite={mayWriteRules} onClose={close} />
      ) : null}
      {opened?.what === 'go-live' ? <GoLiveSheet rule={opened.rule} onClose={close} /> : null}
      {opened?.what === 'remove' ? (
        <Confirm
          isOpen
          title={t('alarm.rule.remove-question', { name: opened.rule.name })}
          detail={t('alarm.rule.remove-detail')}
          confirm={t('alarm.rule.remove')}
          onClose={close}
          onConfirm={() => void editing.remove('alarm-rule', opened.rule.id, opened.rule.name)}
        />
      ) : null}
    </div>
  );
}

function Standing({ rule, model }: { rule: AlarmRuleRow; model: AlarmList }) {
  const { t } = useTranslation();
  const show = useShowAlarms(model);
  if (rule.standing === 0) return <span className="alarm-rule__more">{t('alarm.rule.standing-none')}</span>;
  return (
    <TextButton
      quiet
      onPress={() =>
        show(null, {
          view: 'standing',
          ruleId: rule.id,
          of: t('alarm.filter.of-rule', { name: rule.name }),
        })
      }
    >
      {t('alarm.rule.standing', { count: rule.standing })}
    </TextButton>
  );
}
