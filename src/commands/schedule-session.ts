import { z } from 'zod';
import type { NewFact } from '../domain/fact.ts';
import { demandIn } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { occasionSchema } from '../domain/study-session.ts';
import { demandOpen } from '../domain/unit-change.ts';
import { loadUnits, type Act } from './act.ts';

export const scheduleInput = occasionSchema.extend({ unitId: z.string(), sessionId: z.string().optional() });
export type ScheduleInput = z.infer<typeof scheduleInput>;

/** Schedules a 会前学法 for a unit. `sessionId` may be drawn by the form so that sending it twice schedules once. Returns the id. */
export async function scheduleSession(act: Act, input: ScheduleInput): Promise<string> {
  const units = await loadUnits(act.store);
  const actor = demandIn(act.actor, 'hold-session', input.unitId, units);
  demandOpen(units, input.unitId);
  if (!act.catalog.lessons.has(input.lessonId)) throw new Refusal('invalid-input', { text: '没有这一课' });
  if (input.startsAt <= act.now) throw new Refusal('session-in-past');
  const { unitId, sessionId = act.newId('session'), ...occasion } = input;
  if (!/^session-[0-9a-f]{16}$/.test(sessionId)) throw new Refusal('invalid-input');
  const fact: NewFact<'session.scheduled'> = {
    id: 'scheduled', kind: 'session.scheduled', at: act.now, actorId: actor.memberId, subjectId: sessionId, contextId: null, unitId, body: occasion,
  };
  await act.store.append([fact]);
  return sessionId;
}
