import { act, cleanup, fireEvent, render, screen, waitFor } from '../../../support/renderer/library.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LanguageProvider } from '../../../../renderer/i18n/index.ts';
import { Sheet } from '../../../../renderer/ui/dialog.tsx';

afterEach(cleanup);

function show() {
  const onClose = vi.fn();
  render(
    <LanguageProvider language="en">
      <Sheet testId="sheet" title="Rules" isOpen onClose={onClose} foot={null}>
        none
      </Sheet>
    </LanguageProvider>,
  );
  return { onClose, close: screen.getByRole('button', { name: 'Close' }) };
}
const escape = () => fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Escape' });
const shown = () => waitFor(() => expect(screen.getByRole('tooltip').textContent).toContain('Close'));

describe('the name of a button', () => {
  it('that shows for the focus alone leaves Escape to the sheet around it', async () => {
    const { onClose, close } = show();
    fireEvent.keyDown(document.body, { key: 'Tab' });
    act(() => close.focus());
    await shown();
    escape();
    expect(onClose).toHaveBeenCalledTimes(1);
    expect(screen.queryByRole('tooltip')).toBeNull();
  });

  it('that somebody points at is what Escape puts away, and then the sheet', async () => {
    const { onClose, close } = show();
    fireEvent.pointerMove(document.body, { pointerType: 'mouse' });
    fireEvent.pointerEnter(close, { pointerType: 'mouse' });
    await shown();
    escape();
    expect(screen.queryByRole('tooltip')).toBeNull();
    expect(onClose).not.toHaveBeenCalled();
    escape();
    expect(onClose).toHaveBeenCalledTimes(1);
  });
});
