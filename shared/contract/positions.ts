import { z } from 'zod';
import { stream } from '../rpc/index.ts';

/**
 * Position frames (see shared/api/position-frame.ts), newest wins. The first is a key frame, unless the reader says
 * where it is. After a gap, close the stream and open it with nothing.
 */
export const positionStreams = {
  positions: stream(
    z.strictObject({ streamId: z.number().int().optional(), sequence: z.number().int().optional() }),
    z.instanceof(Uint8Array),
  ),
};
