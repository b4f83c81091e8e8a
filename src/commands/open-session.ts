import { addMinutes } from '../domain/calendar.ts';
import { opensMinutesBefore } from '../domain/study-session.ts';
import { Refusal } from '../domain/refusal.ts';
import { demandOpen } from '../domain/unit-change.ts';
import { loadMembersNamed, loadUnits, type Act } from './act.ts';
import { loadHeldSession } from './session-in-hand.ts';
import { issueCode } from './sign-in-code.ts';

/** Opens the sign-in: fixes who is due (everyone in the unit and below, at this moment) and issues the code. */
export async function openSession(act: Act, sessionId: string): Promise<void> {
  const { session, actor } = await loadHeldSession(act, sessionId);
  if (session.state === 'open') throw new Refusal('session-already-open');
  if (session.state !== 'scheduled') throw new Refusal('session-closed');
  if (act.now < addMinutes(session.startsAt, -opensMinutesBefore)) throw new Refusal('session-too-early', { minutes: opensMinutesBefore });
  const units = await loadUnits(act.store);
  const unit = demandOpen(units, session.unitId);
  const due = await loadMembersNamed(act.store, await act.store.membersUnder(session.unitId));
  const roster = [...due.values()].map(({ memberId, unitId }) => ({ memberId, unitId }));
  if (roster.length === 0) throw new Refusal('nobody-due', { unit: unit.name });
  await act.store.append([{ id: 'opened', kind: 'session.opened', at: act.now, actorId: actor.memberId, subjectId: sessionId, contextId: null, unitId: session.unitId, body: { roster } }]);
  await issueCode(act, sessionId);
}
