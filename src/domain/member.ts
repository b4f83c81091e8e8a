import { z } from 'zod';

/** 学员 is what everyone is; the other three come on top of it. */
export const roles = ['cadre', 'trainer', 'leader', 'admin'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** A person on the roster. Identity lives here, apart from facts, so that it can be forgotten without breaking a chain. */
export const memberSchema = z.strictObject({
  memberId: z.string().describe('permanent id; facts know the person only by this'),
  staffNo: z.string().min(1).max(32).describe('工号, unique in the installation'),
  name: z.string().min(1).max(40).describe('姓名, compared by code point'),
  unitId: z.string().describe('the unit or section the person belongs to now'),
  post: z.string().max(40).describe('岗位, e.g. 接访岗'),
  rank: z.string().max(40).describe('职务层次, e.g. 一级科员'),
  roles: z.array(roleSchema).min(1),
  phone: z.string().max(20).optional(),
});
export type Member = z.infer<typeof memberSchema>;

/** Who acts: the member as the permission table sees them. */
export type Actor = Pick<Member, 'memberId' | 'unitId' | 'roles' | 'name'>;

/** Order of people in every list: 工号. Names are shown, never sorted by, since rare characters have no agreed order. */
export function byStaffNo(a: Member, b: Member): number {
  return a.staffNo < b.staffNo ? -1 : a.staffNo > b.staffNo ? 1 : 0;
}
