import { RpcError } from '../../../shared/rpc/index.ts';
import type { Log } from '../log.ts';
import { RemoteError } from '../remote/remote-error.ts';
import { StorageError } from '../store/storage-error.ts';

/** What a handler that finds nothing answers. */
export function notFound(what: string, id: string): RpcError {
  return new RpcError('not-found', `there is no ${what} '${id}' in the cache`, { field: 'id' });
}

/** Turns what a handler threw into what a window may be told: the contract's codes, never a stack. */
export function createErrorMapper(log: Log): (error: unknown) => RpcError {
  return (error) => {
    if (error instanceof RpcError) return error;
    if (error instanceof StorageError) return new RpcError(error.code, error.message, { remedy: error.remedy });
    if (error instanceof RemoteError) return new RpcError(error.code, error.message);
    log.error({ err: error }, 'a request failed unexpectedly');
    return new RpcError('internal', 'the data host failed: its log says why');
  };
}
