import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** An answer that is a file to be kept, and no JSON. */
export class FileAnswer {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Uint8Array | AsyncIterable<string>;
  constructor({ name, mediaType, content }: Pick<FileAnswer, 'name' | 'mediaType' | 'content'>) {
    this.name = name;
    this.mediaType = mediaType;
    this.content = content;
  }

  /** What comes piece by piece is sent so; where it breaks off, so does the answer: nobody takes a part for the whole. */
  send(reply: FastifyReply): FastifyReply {
    reply
      .header('content-disposition', disposition(this.name))
      .header('cache-control', 'private, no-store')
      .type(this.mediaType);
    const { content } = this;
    return reply.send(content instanceof Uint8Array ? Buffer.from(content) : Readable.from(content));
  }
}

/** RFC 6266: a name in ASCII, and the whole one where it is more than that. */
function disposition(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^\x20-\x7e]/g, '')
    .replaceAll(/["\\%]/g, '-');
  const whole = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"${plain === name ? '' : `; filename*=UTF-8''${whole}`}`;
}
