// `npm run api:reference`: writes docs/api/reference.md from docs/api/openapi.json. It is for people; programs
// read the document itself.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bootstrap/runtime.mjs';
import { type OpenApi, referenceOf } from './reference.ts';

const folder = path.join(root, 'docs/api');
const document = JSON.parse(readFileSync(path.join(folder, 'openapi.json'), 'utf8')) as OpenApi;
writeFileSync(path.join(folder, 'reference.md'), referenceOf(document));
console.log('wrote docs/api/reference.md');
