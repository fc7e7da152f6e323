import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RpcError } from '../../shared/rpc/index.ts';
import { errorSentence } from '../i18n/error-sentence.ts';
import { StatusMark } from '../ui/status-mark.tsx';

/** Asks the data host for something whose effect is seen by itself, and says what went wrong where it failed. */
export function useRequest(): { problem: string | undefined; run: (request: Promise<unknown>) => void } {
  const { t } = useTranslation();
  const [problem, setProblem] = useState<string>();
  return {
    problem,
    run(request) {
      setProblem(undefined);
      request.catch((error: unknown) => {
        const { sentence, remedy } = errorSentence(t, error instanceof RpcError ? error.code : 'internal');
        setProblem(`${sentence} ${remedy}`);
      });
    },
  };
}

export function Problem({ text }: { text: string | undefined }) {
  return text === undefined ? null : (
    <p className="ground-panel__fault" role="alert">
      <StatusMark severity="warning" size="1em" />
      <span>{text}</span>
    </p>
  );
}
