import { z } from 'zod';
import { contactFaultCode } from './third-parties/contact-faults.ts';

/** Why an edit is refused. A window has a sentence for each, in each language. */
export const REFUSAL_CODES = [
  /** It does not parse: of a later or broken program. */
  'malformed',
  /** Nobody may edit this field, or make or remove such a row. */
  'not-editable',
  'invalid-value',
  /** The end is before the start. */
  'period-reversed',
  /** It names a row that is not there. */
  'reference-missing',
  /** Other rows name it: it cannot be removed. */
  'referenced',
  /** The billing cycle is closed. */
  'frozen',
  'illegal-action',
  /** Somebody else must do it: four eyes. */
  'four-eyes',
  /** Others have decided it meanwhile, or it was taken back. */
  'decided',
  /** It was not delegated, or not for now. */
  'not-delegated',
  /** Another cycle bills the same in the same days. */
  'overlapping',
  /** Something of it is missing, which the field and the detail say. */
  'incomplete',
  /** The third party that it names is archived. */
  'archived',
  /** Issued invoices name it: the books stay as they are. */
  'in-books',
  /** There is a row of this id already. */
  'exists',
  /** There never was such a row. */
  'not-found',
  /** Another program is changing it at this moment. */
  'in-use',
  /** The signed-in person may not do this. */
  'forbidden',
  /** Larger than the server takes. */
  'too-large',
  /** The rule would raise more alarms at once than anybody can look at: the detail says how many, and it can be confirmed. */
  'would-flood',
  /** Withdrawn before it reached the server. */
  'cancelled',
] as const;
export const refusal = z.object({
  code: z.enum(REFUSAL_CODES),
  /** The field that is at fault. */
  field: z.string().optional(),
  /** What is wrong with the value of a field of a third party, where that can be said. */
  fault: contactFaultCode.optional().catch(undefined),
  /** English, for a log and for support. */
  detail: z.string(),
});
export type Refusal = z.infer<typeof refusal>;
export type RefusalCode = Refusal['code'];
