import { z } from 'zod';
import { utcTime } from './mission.ts';

export const THIRD_PARTY_TYPES = ['customer', 'supplier', 'subcontractor', 'authority', 'other'] as const;
export const thirdPartyType = z.enum(THIRD_PARTY_TYPES);
export type ThirdPartyType = z.infer<typeof thirdPartyType>;

/** How to reach a third party. Unknown keys written by other programs are kept. */
export const contactInfo = z.looseObject({
  email: z.string().optional(),
  phone: z.string().optional(),
  address: z.string().optional(),
  city: z.string().optional(),
  postalCode: z.string().optional(),
  country: z.string().optional(),
});
export type ContactInfo = z.infer<typeof contactInfo>;

/** A company or person that missions are billed to, or bought from. */
export const thirdParty = z.object({
  id: z.guid(),
  name: z.string().min(1),
  type: thirdPartyType,
  contactInfo,
  createdAt: utcTime,
});
export type ThirdParty = z.infer<typeof thirdParty>;
