import { localDate } from '../domain/calendar.ts';
import { demandIn } from '../domain/permission.ts';
import { lawRegisterSubject } from '../domain/law-register.ts';
import { Refusal } from '../domain/refusal.ts';
import { loadUnits, type Act } from './act.ts';
import { followOn, lawUnitId } from './law-import.ts';

/** Dates are local days; `articles`: how many the new text has. */
export interface AnnouncedVersion { lawId: string; adopted: string; effective: string; articles: number }

/**
 * Puts a version on record that was published and is not in the registry yet, before its text is at hand. It takes the place of the
 * version in force on its first day. Refuses `not-found`, `law-version-known` {title, version}, `law-dates-wrong`, `law-ended` {title}.
 */
export async function announceVersion(act: Act, { lawId, adopted, effective, articles }: AnnouncedVersion): Promise<void> {
  const unitId = await lawUnitId(act.store);
  const actor = demandIn(act.actor, 'import-laws', unitId, await loadUnits(act.store));
  const law = act.catalog.laws.get(lawId);
  if (!law) throw new Refusal('not-found');
  const version = adopted.slice(0, 4);
  if (law.versions.some((one) => one.version === version)) throw new Refusal('law-version-known', { title: law.title, version });
  if (law.versions.every((one) => one.repealed && one.repealed <= localDate(act.now))) throw new Refusal('law-ended', { title: law.title });
  if (!followOn(law, version, { adopted, effective })) throw new Refusal('law-dates-wrong');
  await act.store.append([{
    id: `law-version/${act.newId('announced')}/${lawId}`, kind: 'law.version-announced', at: act.now, actorId: actor.memberId,
    subjectId: lawRegisterSubject, contextId: null, unitId, body: { lawId, version, adopted, effective, articles },
  }]);
}
