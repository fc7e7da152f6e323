import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextButton } from './button.tsx';
import './copy-text.css';

interface CopyTextProps {
  label: string;
  /** What the text is, for where it must be copied by hand. */
  name: string;
  /** Made when it is asked for. A failure is the caller's to tell: nothing is copied then. */
  text: () => string | Promise<string | undefined>;
}

type Copying = { state: 'idle' } | { state: 'copied' } | { state: 'by-hand'; text: string };

/** Copies a text to the clipboard; where that is not allowed, shows it selected, to be copied by hand. */
export function CopyText({ label, name, text }: CopyTextProps) {
  const { t } = useTranslation();
  const [copying, setCopying] = useState<Copying>({ state: 'idle' });

  async function copy(): Promise<void> {
    const content = await text();
    if (content === undefined) return setCopying({ state: 'idle' });
    try {
      await navigator.clipboard.writeText(content);
      setCopying({ state: 'copied' });
    } catch (error) {
      // Without a secure page there is no clipboard at all; with one, it may be refused.
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      setCopying({ state: 'by-hand', text: content });
    }
  }

  return (
    <span className="copy-text">
      <TextButton onPress={() => void copy()}>{label}</TextButton>
      <output className="copy-text__said">{copying.state === 'copied' ? t('copy.copied') : null}</output>
      {copying.state === 'by-hand' ? <ByHand name={name} text={copying.text} /> : null}
    </span>
  );
}

function ByHand({ name, text }: { name: string; text: string }) {
  const { t } = useTranslation();
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    area.current?.focus();
    area.current?.select();
  }, []);
  return (
    <span className="copy-text__by-hand">
      <span>{t('copy.by-hand')}</span>
      <textarea ref={area} className="copy-text__text" aria-label={name} readOnly rows={8} value={text} />
    </span>
  );
}
