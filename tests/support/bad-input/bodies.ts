/** A body that no route takes, whatever its schema. */
export interface BadBody {
  what: string;
  body: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  status: number;
  field: string;
}

const DEEP = 20_000;
const json = { 'content-type': 'application/json' };

export const BAD_BODIES: readonly BadBody[] = [
  { what: 'nothing', body: '', status: 400, field: 'body' },
  { what: 'no JSON', body: '{"a":', status: 400, field: 'body' },
  { what: 'JSON with a comma too many', body: '{"a":1,}', status: 400, field: 'body' },
  { what: 'a text of JSON', body: '"text"', status: 400, field: 'body' },
  { what: 'null', body: 'null', status: 400, field: 'body' },
  { what: 'a list of lists without end', body: '['.repeat(DEEP) + ']'.repeat(DEEP), status: 400, field: 'body' },
  {
    what: 'objects in objects without end',
    body: '{"a":'.repeat(DEEP / 2) + '1' + '}'.repeat(DEEP / 2),
    status: 400,
    field: 'a',
  },
  { what: 'a prototype', body: '{"__proto__":{"isAdmin":true}}', status: 400, field: 'body' },
  { what: 'a prototype that is spelled', body: '{"\\u005f_proto__":{"isAdmin":true}}', status: 400, field: 'body' },
  { what: 'a constructor', body: '{"constructor":{"prototype":{"isAdmin":true}}}', status: 400, field: 'body' },
  {
    what: 'bytes that are not UTF-8',
    body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    status: 400,
    field: 'body',
  },
  { what: 'half a character', body: new Uint8Array([0x22, 0xe2, 0x82, 0x22]), status: 400, field: 'body' },
  { what: 'UTF-16', body: new Uint8Array(Buffer.from('\ufeff{"a":1}', 'utf16le')), status: 400, field: 'body' },
  { what: 'plain text', body: '{}', headers: { 'content-type': 'text/plain' }, status: 415, field: 'content-type' },
  {
    what: 'a form',
    body: 'a=1',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    field: 'content-type',
  },
  {
    what: 'XML',
    body: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    headers: { 'content-type': 'application/xml' },
    status: 415,
    field: 'content-type',
  },
  {
    what: 'a multipart body',
    body: '--x\r\n\r\n--x--',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    status: 415,
    field: 'content-type',
  },
  { what: 'an odd content type', body: '{}', headers: { 'content-type': 'a,b;c' }, status: 415, field: 'content-type' },
  {
    what: 'another charset',
    body: '{}',
    headers: { 'content-type': 'application/json; charset=iso-8859-1' },
    status: 415,
    field: 'content-type',
  },
  {
    what: 'a compressed body',
    body: '{}',
    headers: { ...json, 'content-encoding': 'gzip' },
    status: 415,
    field: 'content-encoding',
  },
];
