export type { Channel } from './channel.ts';
export { type AbortLike, createRpcClient, type RequestOptions, type RpcClient, type StreamListener } from './client.ts';
export * from './contract.ts';
export { RpcError, type RpcErrorShape, rpcErrorShape } from './error.ts';
export { createListeners } from './listeners.ts';
export { createMemoryChannelPair } from './memory-channel.ts';
export { RPC_ERROR_CODES } from './messages.ts';
export { createRpcServer, type RpcServer, type RpcServerOptions } from './server.ts';
export { decodeMessage, encodeMessage } from './wire.ts';
