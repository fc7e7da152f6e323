import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { TextButton } from '../ui/button.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import type { LayoutsStore } from './layout/layouts-store.ts';

/** Says that the layout of this workstation could not be read, and that the default is shown in its place. */
export function LayoutNotice({ layouts }: { layouts: LayoutsStore }) {
  const { t } = useTranslation();
  const isReset = useStore(layouts.state, (state) => state.isReset);
  if (!isReset) return null;
  return (
    <output className="layout-notice" data-testid="layout-notice">
      <StatusMark severity="notice" />
      {t('layout.broken')}
      <TextButton quiet onPress={() => layouts.open({ kind: 'built-in', name: 'supervisor' })}>
        {t('status.dismiss')}
      </TextButton>
    </output>
  );
}
