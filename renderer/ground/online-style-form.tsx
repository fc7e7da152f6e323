import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Radio } from 'react-aria-components';
import type { BaseMapState } from '../../shared/contract/index.ts';
import { useClient } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useGroundView } from './ground-context.tsx';
import { Problem, useRequest } from './use-request.tsx';

/** The address of an online style, checked against what the policy allows before anything is fetched. */
export function OnlineStyleForm({
  baseMap,
  isDisabled,
  mark,
}: {
  baseMap: BaseMapState;
  isDisabled: boolean;
  mark: ReactNode;
}) {
  const { t } = useTranslation();
  const client = useClient();
  const { choice, onlineOrigins } = baseMap;
  const [text, setText] = useState(choice.kind === 'style' ? choice.url : '');
  const [isRefused, setRefused] = useState(false);
  const { problem, run } = useRequest();
  const isLoading = useGroundView(({ online }) => online.state === 'loading');
  const origins = onlineOrigins.join(', ');
  const show = () => {
    const url = text.trim();
    const isAllowed = URL.canParse(url) && onlineOrigins.includes(new URL(url).origin);
    setRefused(!isAllowed);
    if (!isAllowed) return;
    run(client.request('ground.chooseBaseMap', { kind: 'style', url }));
  };
  return (
    <>
      <Radio value="style" className="ground-radio" isDisabled={isDisabled || choice.kind !== 'style'}>
        {mark}
        <span>
          <span className="ground-radio__name">{t('ground.base-map.style')}</span>
          {isLoading ? <span className="ground-radio__detail">{t('ground.base-map.style-loading')}</span> : null}
        </span>
      </Radio>
      <form
        className="ground-radio__action ground-style"
        onSubmit={(event) => {
          event.preventDefault();
          show();
        }}
      >
        <TextField
          field="styleUrl"
          label={t('ground.base-map.style-address')}
          value={text}
          onChange={(next) => {
            setText(next);
            setRefused(false);
          }}
          isDisabled={isDisabled}
          hint={t('ground.base-map.style-hint', { origins })}
          error={isRefused ? t('ground.base-map.style-refused', { origins }) : undefined}
        />
        <Problem text={problem} />
        {isDisabled ? null : <TextButton type="submit">{t('ground.base-map.style-use')}</TextButton>}
      </form>
    </>
  );
}
