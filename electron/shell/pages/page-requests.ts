import { z } from 'zod';
import { isOwnUrl } from './origin.ts';

/**
 * All that a page may ask of the shell: a port to the data host, of which it asks everything else; and it says, once a second,
 * that it goes on.
 */
export const pageRequest = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('vigie:connect') }),
  z.strictObject({ type: z.literal('vigie:alive') }),
]);
export type PageRequest = z.infer<typeof pageRequest>;

/** Why the shell refused a page's message. */
export type RefusalCode = 'untrusted-sender' | 'invalid-request' | 'data-host-stopped';
export interface Refusal {
  code: RefusalCode;
  /** English, for a log. */
  message: string;
}
export type PageAnswer = { ok: true } | { ok: false; error: Refusal };

/** What is known of the frame that sent a message. */
export interface Sender {
  /** Of the frame, not of its window; null where the frame is gone already. */
  url: string | null;
  isMainFrame: boolean;
  /** The window is one that the shell made and still has. */
  isOwnWindow: boolean;
}

/** Null for a sender that may ask, else the refusal. */
export function refuseSender(sender: Sender): Refusal | null {
  const refuse = (message: string): Refusal => ({ code: 'untrusted-sender', message });
  if (sender.url === null) return refuse('the frame that sent this is gone');
  if (!sender.isOwnWindow) return refuse('the sender is not a window of this application');
  if (!sender.isMainFrame) return refuse('a frame inside a page may not ask');
  if (!isOwnUrl(sender.url)) return refuse('the page that sent this is not one of this application');
  return null;
}

/** Checks the sender, then the shape. The message is whatever came: nothing of it is believed before. */
export function readPageRequest(
  sender: Sender,
  message: unknown,
): { ok: true; request: PageRequest } | { ok: false; error: Refusal } {
  const refusal = refuseSender(sender);
  if (refusal !== null) return { ok: false, error: refusal };
  const parsed = pageRequest.safeParse(message);
  if (parsed.success) return { ok: true, request: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? 'message' : issue.path.join('.');
  return { ok: false, error: { code: 'invalid-request', message: `${field}: ${issue?.message ?? 'invalid'}` } };
}
