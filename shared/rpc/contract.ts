import type { z } from 'zod';
import type { Disposer } from '../domain/clock.ts';

/** A question with one answer. Parameters are checked on the serving side, since the asker may be anybody. */
export interface MethodDefinition<Params extends z.ZodType = z.ZodType, Result extends z.ZodType = z.ZodType> {
  readonly params: Params;
  readonly result: Result;
}

/** A message from the serving side to every connected client. */
export interface EventDefinition<Payload extends z.ZodType = z.ZodType> {
  readonly payload: Payload;
}

/** A flow of items to one client, newest wins, each acknowledged before the next is sent. */
export interface StreamDefinition<Params extends z.ZodType = z.ZodType, Item extends z.ZodType = z.ZodType> {
  readonly params: Params;
  readonly item: Item;
}

export interface Contract {
  readonly methods: Readonly<Record<string, MethodDefinition>>;
  readonly events: Readonly<Record<string, EventDefinition>>;
  readonly streams: Readonly<Record<string, StreamDefinition>>;
}

export function method<P extends z.ZodType, R extends z.ZodType>(params: P, result: R): MethodDefinition<P, R> {
  return { params, result };
}
export function event<P extends z.ZodType>(payload: P): EventDefinition<P> {
  return { payload };
}
export function stream<P extends z.ZodType, I extends z.ZodType>(params: P, item: I): StreamDefinition<P, I> {
  return { params, item };
}

/** Who asks, for handlers that must end early or clean up. */
export interface RequestContext {
  /** True once the asker has cancelled or gone. */
  readonly cancelled: boolean;
  onCancel(listener: () => void): Disposer;
}

/**
 * Where a stream's items come from. It is pulled: the RPC core calls `take` only when the reader has acknowledged the
 * last item, so a slow reader gets newer items and never a longer queue.
 */
export interface StreamSource<Item> {
  /** Says that `take` may now return something. */
  onReady(listener: () => void): Disposer;
  /** The newest item for this reader, or undefined when there is nothing that it has not seen. */
  take(): Item | undefined;
  dispose(): void;
}

export type ParamsOf<C extends Contract, M extends keyof C['methods']> = z.output<C['methods'][M]['params']>;
export type AskedParamsOf<C extends Contract, M extends keyof C['methods']> = z.input<C['methods'][M]['params']>;
export type ResultOf<C extends Contract, M extends keyof C['methods']> = z.output<C['methods'][M]['result']>;
export type EventOf<C extends Contract, E extends keyof C['events']> = z.output<C['events'][E]['payload']>;
export type ItemOf<C extends Contract, S extends keyof C['streams']> = z.output<C['streams'][S]['item']>;
export type OpenParamsOf<C extends Contract, S extends keyof C['streams']> = z.output<C['streams'][S]['params']>;
export type AskedOpenParamsOf<C extends Contract, S extends keyof C['streams']> = z.input<C['streams'][S]['params']>;

/** What a serving side must implement, derived from the contract and never the reverse. */
export interface Handlers<C extends Contract> {
  readonly methods: {
    readonly [M in keyof C['methods']]: (
      params: ParamsOf<C, M>,
      context: RequestContext,
    ) => ResultOf<C, M> | Promise<ResultOf<C, M>>;
  };
  readonly streams: {
    readonly [S in keyof C['streams']]: (params: OpenParamsOf<C, S>) => StreamSource<ItemOf<C, S>>;
  };
}
