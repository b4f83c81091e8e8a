import { parseNewFact, type NewFact } from '../domain/fact.ts';
import type { Member } from '../domain/member.ts';
import type { Settings } from '../domain/settings.ts';
import type { Unit } from '../domain/unit.ts';
import type { Store } from '../storage/port.ts';
import { resumeRosterImports, settingOut } from './apply-roster.ts';
import { headId, type RosterHead } from './roster-import.ts';
import { untilUndisturbed } from './until-undisturbed.ts';

/** What is to be recorded, and how units, people and settings will stand then. */
export interface RosterChange { facts: NewFact[]; units?: Unit[]; members?: Member[]; settings?: Settings }

/**
 * Changes who belongs where, and the tree of units. `decide` looks at the records and refuses, or says what will change; null
 * when all is as wanted already. It is asked anew when someone else changed the roster at the same moment. Once the change
 * is noted in the head it happens whole, after a crash too: `resumeRosterImports` finishes it at every start.
 */
export async function changeRoster(store: Store, decide: () => Promise<RosterChange | null>): Promise<void> {
  await untilUndisturbed(async () => {
    const head = await resumeRosterImports({ store });
    const change = await decide();
    if (!change) return;
    const pending: RosterHead['change'] = {
      facts: change.facts.map(parseNewFact),
      units: await settingOut(store, 'units', (change.units ?? []).map((unit) => ({ id: unit.unitId, value: unit }))),
      members: await settingOut(store, 'members', (change.members ?? []).map((member) => ({ id: member.memberId, value: member }))),
      settings: await settingOut(store, 'settings', change.settings ? [{ id: 'office', value: change.settings }] : []),
    };
    await store.changeDocuments('roster-imports', [{ id: headId, expected: head?.version ?? 0, value: { importId: head?.value.importId ?? '', change: pending } satisfies RosterHead }]);
  });
  await resumeRosterImports({ store });
}
