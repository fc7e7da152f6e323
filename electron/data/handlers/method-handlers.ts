import type { z } from 'zod';
import type { MethodDefinition, RequestContext } from '../../../shared/rpc/index.ts';

/** What must be implemented of a part of the contract's methods. */
export type MethodHandlers<M extends Readonly<Record<string, MethodDefinition>>> = {
  readonly [Name in keyof M]: (
    params: z.output<M[Name]['params']>,
    context: RequestContext,
  ) => z.output<M[Name]['result']> | Promise<z.output<M[Name]['result']>>;
};
