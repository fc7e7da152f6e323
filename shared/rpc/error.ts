import { z } from 'zod';

/** How an error crosses a channel: a code that programs branch on, and English that a log or an engineer reads. */
export const rpcErrorShape = z.object({
  code: z.string(),
  message: z.string(),
  /** Path of the offending parameter, such as `filter.status.0`. */
  field: z.string().optional(),
  /** What a person can do about it. */
  remedy: z.string().optional(),
});
export type RpcErrorShape = z.infer<typeof rpcErrorShape>;

/** An error with a code. Its message is safe to send to the other side: no secrets, no stack. */
export class RpcError extends Error {
  readonly code: string;
  readonly field: string | undefined;
  readonly remedy: string | undefined;

  constructor(code: string, message: string, details: { field?: string; remedy?: string } = {}) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
    this.field = details.field;
    this.remedy = details.remedy;
  }

  static fromShape(shape: RpcErrorShape): RpcError {
    return new RpcError(shape.code, shape.message, withoutUndefined({ field: shape.field, remedy: shape.remedy }));
  }

  toShape(): RpcErrorShape {
    return {
      code: this.code,
      message: this.message,
      ...withoutUndefined({ field: this.field, remedy: this.remedy }),
    };
  }
}

function withoutUndefined(details: { field: string | undefined; remedy: string | undefined }): {
  field?: string;
  remedy?: string;
} {
  return {
    ...(details.field === undefined ? {} : { field: details.field }),
    ...(details.remedy === undefined ? {} : { remedy: details.remedy }),
  };
}
