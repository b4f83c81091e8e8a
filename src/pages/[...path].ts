import { Refusal } from '../domain/refusal.ts';

/** Whatever no other page answers. */
export const ALL = (): never => { throw new Refusal('not-found'); };
