import { z } from 'zod';
import { knownDisplay, shownDisplay, wallKey } from '../domain/walls/index.ts';
import { openScreen } from './walls.ts';

/**
 * What the shell and the data host tell each other of walls, over the channel that the shell has to its data process. The
 * shell is sure of which windows are open, since it brings them back before the data host is up; the data host is sure of
 * what is on them. Each checks what the other says.
 */
export const deskNews = z.object({
  type: z.literal('desk'),
  displays: z.array(shownDisplay),
  open: z.array(openScreen),
  /** What a wall is called in the user's language: the name of one that the shell opened by itself. */
  wallWord: z.string().min(1).max(40),
});
export type DeskNews = z.infer<typeof deskNews>;

export const deskOrder = z.discriminatedUnion('type', [
  /** These are the screens of a wall that shall be open: no others of it. None: the wall is closed. */
  z.object({
    type: z.literal('open-screens'),
    wall: wallKey,
    screens: z.array(z.object({ screen: wallKey, display: knownDisplay })),
  }),
  z.object({ type: z.literal('identify-displays') }),
]);
export type DeskOrder = z.infer<typeof deskOrder>;
