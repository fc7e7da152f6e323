import { RemoteError } from './remote-error.ts';

/** A failure below HTTP: no connection, no answer in time, an answer that is not HTTP. `url` is the server's address. */
export function connectionFailure(error: { code?: string | undefined; message: string }, url: string): RemoteError {
  const { code = '', message } = error;
  const cause = { cause: error };
  if (/^(ECONNABORTED|ETIMEDOUT|ERR_CANCELED|ESOCKETTIMEDOUT)$/.test(code)) {
    return new RemoteError('server-slow', `${url} did not answer in time: check the network, or wait`, cause);
  }
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) {
    const remedy = 'check the address and the network';
    return new RemoteError('server-unreachable', `The name in ${url} cannot be found: ${remedy}`, cause);
  }
  if (code === 'ECONNREFUSED') {
    return new RemoteError(
      'server-unreachable',
      `Nothing answers at ${url}: start the server, or check the address`,
      cause,
    );
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code)) {
    const remedy = "have the server's certificate mended, or its authority trusted on this computer";
    return new RemoteError(
      'server-unreachable',
      `The certificate of ${url} is not trusted (${code}): ${remedy}`,
      cause,
    );
  }
  if (/^(HPE_|EPROTO|ERR_SSL)/.test(code)) {
    return new RemoteError(
      'server-not-vigie',
      `What answers at ${url} does not speak HTTP as asked: check the address`,
      cause,
    );
  }
  const reason = code === '' ? message : code;
  const isCut = /^(ECONNRESET|EPIPE|ERR_BAD_RESPONSE)$/.test(code);
  return new RemoteError('server-unreachable', `${url} cannot be reached (${reason}): check the network`, {
    ...cause,
    isCut,
  });
}

export function notVigie(url: string, what: string): RemoteError {
  return new RemoteError(
    'server-not-vigie',
    `${url} is not a Vigie server (${what}): check the address, or sign in to the network`,
  );
}

export function incompatible(url: string, what: string): RemoteError {
  return new RemoteError('server-incompatible', `${url} ${what}`);
}

/** @param where what of the answer is wrong, as a path */
export function malformed(url: string, where: string, cause?: unknown): RemoteError {
  return new RemoteError('server-malformed', `${url} sent an answer that breaks the protocol (${where}): report it`, {
    cause,
  });
}

export function unauthorized(url: string): RemoteError {
  return new RemoteError('unauthorized', `${url} refuses the token: sign in again, or set a valid VIGIE_SERVER_TOKEN`);
}

export function forbidden(url: string, detail: string): RemoteError {
  return new RemoteError('forbidden', `${url} does not allow this (${detail}): ask for the right to it`);
}
