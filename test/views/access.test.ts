import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { LawImport } from '../../src/commands/law-import.ts';
import type { RosterImport } from '../../src/commands/roster-import.ts';
import { disputesOf } from '../../src/domain/dispute.ts';
import { roles, type Member } from '../../src/domain/member.ts';
import { accountView } from '../../src/views/account.ts';
import { adminPerson } from '../../src/views/admin-person.ts';
import { adminView, peopleView } from '../../src/views/admin.ts';
import { bankQuestion } from '../../src/views/bank-question.ts';
import { courseView, coursesView } from '../../src/views/courses.ts';
import { disputeView } from '../../src/views/dispute.ts';
import { disputesView } from '../../src/views/disputes.ts';
import { ownDossier, personDossier } from '../../src/views/dossier.ts';
import { ownFigure, unitFigure } from '../../src/views/figure.ts';
import { adminLawsView, lawImportView } from '../../src/views/admin-laws.ts';
import { lawArticleView } from '../../src/views/law-article.ts';
import { lawCalendarView } from '../../src/views/law-calendar.ts';
import { lawChangeView } from '../../src/views/law-change.ts';
import { lawImpactView } from '../../src/views/law-impact.ts';
import { lawView } from '../../src/views/law.ts';
import { lawsView } from '../../src/views/laws.ts';
import { lessonView } from '../../src/views/lesson.ts';
import { mistakesView } from '../../src/views/mistakes.ts';
import { practiceView } from '../../src/views/practice.ts';
import { sittingQuestionView, sittingView } from '../../src/views/sitting.ts';
import { markingQueue } from '../../src/views/marking.ts';
import { paperView } from '../../src/views/paper.ts';
import { questionBank } from '../../src/views/question-bank.ts';
import type { Reading } from '../../src/views/reading.ts';
import { rosterPreview } from '../../src/views/roster-preview.ts';
import { sessionView } from '../../src/views/session.ts';
import { scheduleView, sessionsView } from '../../src/views/sessions.ts';
import { studioView } from '../../src/views/studio.ts';
import { todayView } from '../../src/views/today.ts';
import { unitFollowUps } from '../../src/views/unit-follow-ups.ts';
import { unitOverview } from '../../src/views/unit-overview.ts';
import { unitPeople } from '../../src/views/unit-people.ts';
import { unitTable } from '../../src/views/unit-table.ts';
import { closingView, foundView, mergerView, unitsView, unitView } from '../../src/views/units.ts';
import { aFact, aMember, aUnit, opened, recorded, scheduled, streetLeader, streetTrainer, sun, townLeader, zhang } from '../builders.ts';
import { disputed } from '../dispute-builders.ts';
import { Office, refusalOf } from '../office.ts';

const query = { year: null, filter: null, page: 1 };
const figure = new URLSearchParams('measure=attended&from=2026-01-01&to=2026-12-31');
const everyone = ['cadre', 'trainer', 'leader', 'admin'];

/** Every view, called as a page would, and the roles that may see it; written out by hand. */
const views: Record<string, { see: (reading: Reading) => Promise<unknown>; roles: string[] }> = {
  accountView: { see: (reading) => accountView(reading, { account: '1001', logInId: 'x' }), roles: everyone },
  adminView: { see: adminView, roles: ['admin'] },
  peopleView: { see: (reading) => peopleView(reading, new URLSearchParams()), roles: ['admin'] },
  adminPerson: { see: (reading) => adminPerson(reading, 'member-zhang'), roles: ['admin'] },
  unitsView: { see: unitsView, roles: ['admin'] },
  foundView: { see: (reading) => foundView(reading, null), roles: ['admin'] },
  unitView: { see: (reading) => unitView(reading, 'unit-letters'), roles: ['admin'] },
  mergerView: { see: (reading) => mergerView(reading, 'unit-letters', 'unit-reception'), roles: ['admin'] },
  closingView: { see: (reading) => closingView(reading, 'unit-empty'), roles: ['admin'] },
  coursesView: { see: coursesView, roles: everyone },
  courseView: { see: (reading) => courseView(reading, 'course-a'), roles: everyone },
  ownDossier: { see: (reading) => ownDossier(reading, query), roles: everyone },
  personDossier: { see: (reading) => personDossier(reading, 'member-zhang', query), roles: ['leader'] },
  ownFigure: { see: (reading) => ownFigure(reading, figure), roles: everyone },
  unitFigure: { see: (reading) => unitFigure(reading, figure), roles: ['leader'] },
  lessonView: { see: (reading) => lessonView(reading, 'course-a/first', null), roles: everyone },
  rosterPreview: { see: (reading) => rosterPreview(reading, 'import-1', 1), roles: ['admin'] },
  sessionView: { see: (reading) => sessionView(reading, 'session-1'), roles: everyone },
  sessionsView: { see: sessionsView, roles: everyone },
  scheduleView: { see: scheduleView, roles: ['trainer'] },
  lawsView: { see: lawsView, roles: everyone },
  lawView: { see: (reading) => lawView(reading, 'sample-law'), roles: everyone },
  lawArticleView: { see: (reading) => lawArticleView(reading, 'sample-law', '22'), roles: everyone },
  lawChangeView: { see: (reading) => lawChangeView(reading, 'sample-law-2026', null), roles: everyone },
  lawCalendarView: { see: lawCalendarView, roles: everyone },
  lawImpactView: { see: (reading) => lawImpactView(reading, 'sample-law-2026'), roles: ['trainer', 'admin'] },
  adminLawsView: { see: adminLawsView, roles: ['admin'] },
  lawImportView: { see: (reading) => lawImportView(reading, 'law-import-1'), roles: ['admin'] },
  unitFollowUps: { see: (reading) => unitFollowUps(reading, new URLSearchParams('change=sample-law-2026')), roles: ['leader'] },
  practiceView: { see: practiceView, roles: everyone },
  mistakesView: { see: (reading) => mistakesView(reading, 1), roles: everyone },
  sittingView: { see: (reading) => sittingView(reading, 'sitting-1'), roles: everyone },
  sittingQuestionView: { see: (reading) => sittingQuestionView(reading, 'sitting-1', '1'), roles: everyone },
  markingQueue: { see: (reading) => markingQueue(reading, new URLSearchParams()), roles: ['trainer'] },
  disputesView: { see: (reading) => disputesView(reading, new URLSearchParams()), roles: ['trainer'] },
  disputeView: { see: (reading) => disputeView({ ...reading, catalog: { ...reading.catalog, disputes: disputesOf(recorded(disputed())) } }, '1'), roles: ['trainer'] },
  paperView: { see: (reading) => paperView(reading, 'course-a/first'), roles: everyone },
  questionBank: { see: (reading) => questionBank(reading, new URLSearchParams()), roles: ['trainer'] },
  bankQuestion: { see: (reading) => bankQuestion(reading, 'first-01'), roles: ['trainer'] },
  studioView: { see: studioView, roles: ['trainer'] },
  todayView: { see: todayView, roles: everyone },
  unitOverview: { see: (reading) => unitOverview(reading, new URLSearchParams()), roles: ['leader'] },
  unitPeople: { see: (reading) => unitPeople(reading, new URLSearchParams()), roles: ['leader'] },
  unitTable: { see: (reading) => unitTable(reading, new URLSearchParams()), roles: ['leader'] },
};

let office: Office;
beforeEach(async () => {
  office = await Office.open();
  await office.record(scheduled('session-1'), opened('session-1', [zhang, sun]), aFact('practice.begun', { id: 'begun/sitting-1', body: { sittingId: 'sitting-1', purpose: 'practice', scope: { by: 'everything', of: '' }, questionIds: ['practised-01'] } }));
  await office.put('units', 'unit-empty', aUnit({ unitId: 'unit-empty', name: '空科', kind: 'section', parentId: 'unit-root', order: 9 }));
  await office.put('law-imports', 'law-import-1', { importId: 'law-import-1', state: 'previewed', actorId: 'member-zhang', createdAt: '2026-03-02T01:00:00.000Z', confirmedAt: null, source: '官网', lines: [] } satisfies LawImport);
  await office.put('roster-imports', 'import-1', {
    importId: 'import-1', state: 'previewed', actorId: 'member-zhang', createdAt: '2026-03-02T01:00:00.000Z', confirmedAt: null, rows: [],
    plan: { lines: [], newUnits: [], added: 0, changed: 0, same: 0, faulty: 0, untouched: 0, leavesNoAdministrator: false },
  } satisfies RosterImport);
});

describe('every view', () => {
  test('is in the table of this test', () => {
    const folder = path.join(import.meta.dirname, '../../src/views');
    const exported = readdirSync(folder).flatMap((name) => [...readFileSync(path.join(folder, name), 'utf8').matchAll(/^export (?:async )?function (\w+)\(reading: Reading/gm)].map((match) => match[1]!));
    expect(exported.sort()).toEqual(Object.keys(views).sort());
  });

  test('refuses a guest', async () => {
    for (const [name, { see }] of Object.entries(views)) expect(await refusalOf(see(office.reading(null))), name).toMatchObject({ code: 'not-signed-in' });
  });

  test('is shown to the roles it is for and refused to the others', async () => {
    for (const [name, { see, roles: allowed }] of Object.entries(views)) {
      for (const role of roles) {
        const actor: Member = aMember({ roles: [role], unitId: 'unit-root' });
        const refusal = await refusalOf(see(office.reading(actor)));
        expect(refusal?.code ?? 'shown', `${name} for ${role}`).toBe(allowed.includes(role) ? 'shown' : 'not-permitted');
      }
    }
  });

  test('is refused to someone whose roles were all taken away', async () => {
    for (const [name, { see }] of Object.entries(views)) expect(await refusalOf(see(office.reading(aMember({ roles: [] })))), name).toMatchObject({ code: 'not-permitted' });
  });
});

describe('another unit’s leader', () => {
  test('may not see a person or a figure of a unit that is not theirs, nor one that does not exist', async () => {
    for (const leader of [streetLeader, townLeader]) {
      const reading = office.reading(leader);
      expect(await refusalOf(personDossier(reading, 'member-zhang', query)), leader.name).toMatchObject({ code: 'not-permitted' });
      for (const about of ['unit=unit-root', 'unit=unit-reception', 'member=member-zhang', 'unit=unit-gone', 'member=member-gone', 'unit=', 'member=__proto__']) {
        const refusal = await refusalOf(unitFigure(reading, new URLSearchParams(`${figure}&${about}`)));
        if (about === 'unit=') expect(refusal).toBeNull();
        else expect(refusal, about).toMatchObject({ code: 'not-permitted' });
      }
    }
    expect(await refusalOf(personDossier(office.reading(streetLeader), 'member-wu', query))).toBeNull();
    expect(await refusalOf(personDossier(office.reading(streetLeader), 'member-gone', query))).toMatchObject({ code: 'not-found' });
  });

  test('sees only their own people and sessions in the overview and its table', async () => {
    const overview = await unitOverview(office.reading(streetLeader), new URLSearchParams());
    const people = await unitPeople(office.reading(streetLeader), new URLSearchParams());
    for (const unit of ['unit-root', 'unit-town', 'unit-gone']) {
      for (const see of [unitOverview, unitPeople, unitTable]) expect(await refusalOf(see(office.reading(streetLeader), new URLSearchParams({ unit })))).toMatchObject({ code: 'not-permitted' });
    }
    expect([overview.people, people.persons.map((row) => row.memberId)]).toEqual([3, ['member-wu', 'member-zhou', 'member-qian']]);
    expect(JSON.stringify(await unitTable(office.reading(streetLeader), new URLSearchParams()))).not.toMatch(/张䶮|孙㛃|冯溪/);
  });

  test('nor another unit’s trainer may see a session of a unit that is not theirs', async () => {
    await office.record(scheduled('session-2', {}, 'unit-reception'));
    for (const actor of [streetLeader, streetTrainer, townLeader]) expect(await refusalOf(sessionView(office.reading(actor), 'session-2')), actor.name).toMatchObject({ code: 'not-permitted' });
    for (const actor of [streetLeader, streetTrainer]) expect(JSON.stringify(await sessionsView(office.reading(actor)))).not.toContain('session-2');
  });
});

test('a figure asked for in a way no page does is refused, not guessed at', async () => {
  const leader = aMember({ roles: ['leader'], unitId: 'unit-root' });
  for (const asked of ['', 'measure=attended', 'measure=no-such&from=2026-01-01&to=2026-12-31', 'measure=attended&from=2026-02-30&to=2026-12-31', 'measure=attended&from=x&to=y', 'measure=constructor&from=2026-01-01&to=2026-12-31']) {
    expect(await refusalOf(unitFigure(office.reading(leader), new URLSearchParams(asked))), asked).toMatchObject({ code: 'invalid-input' });
    expect(await refusalOf(ownFigure(office.reading(leader), new URLSearchParams(asked))), asked).toMatchObject({ code: 'invalid-input' });
  }
});
