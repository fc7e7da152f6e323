import type { Actor } from '../../shared/domain/index.ts';
import type { Identity } from '../auth/token-verifier.ts';

/** Who acts. Routes with roles are never called without an identity. */
export function actorOf(identity: Identity | undefined): Actor {
  return identity ?? { subject: '', roles: [] };
}
