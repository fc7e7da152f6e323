import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../../shared/api/index.ts';
import type { ErrorCode } from '../../../shared/contract/index.ts';
import type { Refusal, WorkflowDefinition } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import { BooksPart, FormTrouble, useBooks } from '../../billing/index.ts';
import { knownErrorCode } from '../../i18n/index.ts';
import { useClient, useSession } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { Confirm, Sheet } from '../../ui/dialog.tsx';
import { newStep } from './workflow-draft.ts';
import { WorkflowForm } from './workflow-form.tsx';
import { WorkflowTable } from './workflow-table.tsx';

const ENTITIES: readonly SyncEntity[] = [];

/** How things are validated: to be read by all who validate and bill, to be changed by administrators while the server is there. */
export function WorkflowsSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const mayChange = useSession(
    ({ session }) => session?.person?.roles?.includes('administrator') ?? session?.mode === 'token',
  );
  const read = useCallback((signal: AbortSignal) => client.request('workflows.list', {}, { signal }), [client]);
  const handle = useBooks('workflows', read, ENTITIES);
  const [opened, setOpened] = useState<{ workflow: WorkflowDefinition; isNew: boolean } | null>(null);
  const [asked, setAsked] = useState<WorkflowDefinition | null>(null);
  const [trouble, setTrouble] = useState<{ failure: ErrorCode | null; refused: Refusal | null }>(NO_TROUBLE);
  const body = useRef<HTMLDivElement>(null);
  const isForm = opened !== null;
  const isAsked = asked !== null;
  const place = isForm ? 'form' : 'list';
  const focused = useRef('');
  // The button that led here, or that of a rule that was removed, is gone: the focus goes to the first thing that is there instead.
  useEffect(() => {
    if (isAsked) return undefined;
    const timer = setTimeout(() => {
      if (focused.current === place && document.activeElement !== document.body) return;
      focused.current = place;
      body.current?.querySelector<HTMLElement>('input, button')?.focus();
    });
    return () => clearTimeout(timer);
  });
  const back = () => setOpened(null);

  async function remove({ id }: WorkflowDefinition): Promise<void> {
    setTrouble(NO_TROUBLE);
    try {
      const written = await client.request('workflows.remove', { id });
      if (written.result === 'refused') setTrouble({ failure: null, refused: written.reason });
    } catch (error) {
      setTrouble({ failure: knownErrorCode(error instanceof RpcError ? error.code : 'internal'), refused: null });
    }
    handle.retry();
  }

  return (
    <Sheet
      testId="workflows"
      title={t('workflow.title')}
      isOpen
      isWide
      onClose={onClose}
      foot={<TextButton onPress={onClose}>{t('edit.close')}</TextButton>}
    >
      <div ref={body} className="workflows">
        {mayChange ? null : <p className="told-note">{t('workflow.read-only')}</p>}
        {opened === null ? (
          <>
            <FormTrouble failure={trouble.failure} refused={trouble.refused} />
            {mayChange ? (
              <div className="detail__actions">
                <TextButton onPress={() => setOpened({ workflow: emptyOne(t('workflow.new-step')), isNew: true })}>
                  {t('workflow.new')}
                </TextButton>
              </div>
            ) : null}
            <BooksPart handle={handle}>
              {({ items }) => (
                <WorkflowTable
                  workflows={items}
                  onOpen={(workflow) => setOpened({ workflow, isNew: false })}
                  onRemove={mayChange ? setAsked : null}
                />
              )}
            </BooksPart>
          </>
        ) : (
          <WorkflowForm
            key={opened.workflow.id}
            workflow={opened.workflow}
            isNew={opened.isNew}
            mayChange={mayChange}
            onSaved={() => {
              handle.retry();
              back();
            }}
            onClose={back}
          />
        )}
      </div>
      <Confirm
        isOpen={asked !== null}
        title={t('edit.remove-title', { title: asked?.label ?? '' })}
        detail={t('workflow.remove-detail')}
        confirm={t('edit.remove')}
        onClose={() => setAsked(null)}
        onConfirm={() => {
          if (asked !== null) void remove(asked);
        }}
      />
    </Sheet>
  );
}

const NO_TROUBLE = { failure: null, refused: null };

function emptyOne(label: string): WorkflowDefinition {
  const id = crypto.randomUUID();
  return { id, label: '', subjectKind: 'billing-cycle', subsidiary: null, fromCents: 0, steps: [newStep(label)] };
}
