import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenFor } from '../../scripts/demo/given.ts';
import { demoPassword } from '../../scripts/demo/people.ts';
import { answerQuestion } from '../../src/commands/answer-question.ts';
import { foundUnit } from '../../src/commands/found-unit.ts';
import { lendUnit } from '../../src/commands/lend-unit.ts';
import { openSession } from '../../src/commands/open-session.ts';
import { previewRoster } from '../../src/commands/preview-roster.ts';
import { currentCode } from '../../src/commands/sign-in-code.ts';
import { markPresent } from '../../src/commands/sign-in-to-session.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import { lessonOfQuestion, checkQuestionsOf } from '../../src/domain/catalog.ts';
import { questionProgress } from '../../src/domain/progress.ts';
import { aWorkbook, headings } from '../roster-builders.ts';
import { Client, type Fields } from './client.ts';
import { disputeForm, rulingForm } from './dispute-forms.ts';
import { root } from './office-folder.ts';
import { confirmedImport, followUpAnswer, openChange, uploadedLaw, waitingImport } from './law-forms.ts';
import { practisedMarkForm, sittingForm } from './practice-forms.ts';
import { openOffice, recordsOf, type Office } from './office.ts';
import { accounts, type Person } from './second-office.ts';
import { markedLesson, markedQuestion, withTrainerMarked } from './trainer-marked.ts';

const people = ['cadre', 'trainer', 'leader', 'admin', 'streetLeader', 'streetTrainer', 'streetAdmin', 'sectionLeader'] as const satisfies readonly Person[];
type Actor = (typeof people)[number];
interface Try { page: string; fields: Fields | FormData }
/** Who may, and a whole form as this person would send it, made anew for each try. Who may not is refused with 403, if not said otherwise. */
interface ActionRow { action: string; allowed: readonly Actor[]; form: (actor: Actor) => Promise<Try>; done?: number; others?: Partial<Record<Actor, number>> }

let office: Office;
const clients = {} as Record<Actor, Client>;
const newPassword = 'Willow-Pond-31';

/** A session of the cadre's section. */
async function session(state: 'scheduled' | 'open'): Promise<string> {
  const sessionId = await office.schedule('trainer', { unitId: (await office.member('cadre')).unitId });
  if (state === 'open') await openSession(await office.act('trainer'), sessionId);
  return sessionId;
}

async function ofSession(state: 'scheduled' | 'open', fields: (sessionId: string) => Promise<Fields> | Fields = () => ({})): Promise<Try> {
  const sessionId = await session(state);
  return { page: `/sessions/${sessionId}`, fields: { sessionId, ...await fields(sessionId) } };
}

let count = 0;
const newId = async (prefix: string) => (await office.act('admin')).newId(prefix);

/** On the page of a section made for it. */
async function ofSection(fields: (unitId: string) => Promise<Fields> | Fields, page = ''): Promise<Try> {
  const unitId = await foundUnit(await office.act('admin'), { parentId: 'unit-root', name: `科${count += 1}`, kind: 'section' });
  return { page: `/admin/units/${unitId}${page}`, fields: await fields(unitId) };
}

const table: readonly ActionRow[] = [
  { action: 'answerQuestion', allowed: people, form: async (actor) => {
    const lesson = [...office.catalog.lessons.values()].at(-1)!;
    const question = checkQuestionsOf(office.catalog, lesson)[0]!;
    const { memberId } = await office.member(actor);
    const made = questionProgress(question, await office.store.factsOf(memberId)).attempts[0];
    const given = givenFor(question, memberId, 1, made?.chosen ?? keyOf(question));
    return { page: `/courses/${lesson.lessonId}`, fields: { lessonId: lesson.lessonId, questionId: question.id, attempt: '1', given } };
  } },
  { action: 'markAnswer', allowed: people, form: async (actor) => {
    const [questionId, question] = [...office.catalog.questions].find(([, one]) => one.type === 'short' && one.marking === 'self')!;
    const lesson = lessonOfQuestion(office.catalog, questionId)!;
    const act = await office.act(actor);
    const { attempts } = questionProgress(question, await office.store.factsOf(act.actor!.memberId));
    if (attempts.length === 0) await answerQuestion(act, { lessonId: lesson.lessonId, questionId, attempt: 1, given: ['按规定办。'] });
    return { page: `/courses/${lesson.lessonId}`, fields: { lessonId: lesson.lessonId, questionId, attempt: '1', points: attempts[0]?.marking ?? ['1'] } };
  } },
  { action: 'beginPractice', allowed: people, form: async () => ({ page: '/practice', fields: { purpose: 'practice', scope: 'everything:', count: '5' } }) },
  { action: 'answerInPractice', allowed: people, form: (actor) => sittingForm(office, actor) },
  { action: 'markPractisedAnswer', allowed: people, form: (actor) => practisedMarkForm(office, actor) },
  { action: 'claimLesson', allowed: [], others: Object.fromEntries(people.map((person) => [person, 404])), form: async () => ({ page: '/courses', fields: { lessonId: 'constitution/none' } }) },
  { action: 'claimFollowUp', allowed: [], others: Object.fromEntries(people.map((person) => [person, 404])), form: async () => ({ page: '/laws', fields: { changeId: 'petition-work-regulations-2022' } }) },
  { action: 'arrangeReview', allowed: people, form: async () => ({ page: '/practice', fields: { minutes: '20', pausedFrom: '', pausedTo: '' } }) },
  { action: 'disputeQuestion', allowed: people, form: (actor) => disputeForm(office, actor) },
  { action: 'ruleOnDispute', allowed: ['trainer'], form: () => rulingForm(office) },
  { action: 'markShortAnswer', allowed: ['trainer'], form: async () => {
    const act = await office.act('colleague');
    const { memberId } = act.actor!;
    await answerQuestion(act, { lessonId: markedLesson, questionId: markedQuestion, attempt: 1, given: ['按规定办。'] });
    return { page: '/studio/marking', fields: { memberId, questionId: markedQuestion, attempt: '1', points: ['1'], note: '写得清楚' } };
  } },
  { action: 'scheduleSession', allowed: ['trainer'], form: async () => ({ page: '/sessions/new', fields: {
    sessionId: (await office.act('trainer')).newId('session'), unitId: 'unit-root', lessonId: [...office.catalog.lessons.keys()][0]!, meetingKind: 'directors-meeting', date: '2026-11-27', time: '09:00',
    minutes: '10', lateAfterMinutes: '5', place: '会议室', host: '主任', lecturer: '林晓筠', capacity: 'backbone',
  } }) },
  { action: 'openSession', allowed: ['trainer'], form: () => ofSession('scheduled') },
  { action: 'renewCode', allowed: ['trainer'], form: () => ofSession('open') },
  { action: 'signIn', allowed: ['cadre'], form: () => ofSession('open', async (sessionId) => ({ code: (await currentCode(office.store, sessionId))! })) },
  { action: 'markPresent', allowed: ['trainer'], form: () => ofSession('open', async () => ({ memberId: (await office.member('cadre')).memberId, reason: '未带手机' })) },
  { action: 'voidSignIn', allowed: ['trainer'], form: () => ofSession('open', async (sessionId) => {
    const { memberId } = await office.member('cadre');
    await markPresent(await office.act('trainer'), sessionId, memberId, '未带手机');
    return { memberId, reason: '登记错了人' };
  }) },
  { action: 'closeSession', allowed: ['trainer'], form: () => ofSession('open', () => ({ note: '要点' })) },
  { action: 'cancelSession', allowed: ['trainer'], form: () => ofSession('scheduled', () => ({ reason: '会议改期' })) },
  { action: 'uploadRoster', allowed: ['admin', 'streetAdmin'], form: async () => {
    const fields = new FormData();
    fields.set('file', new File([Buffer.from(aWorkbook([headings, ['3001', '㛃䶮堃', '来访接待科', '接访岗', '', '学员']]))], '名册.xlsx'));
    return { page: '/admin/roster', fields };
  } },
  { action: 'confirmRoster', allowed: ['admin'], done: 200, others: { streetAdmin: 404 }, form: async (actor) => {
    const importId = await previewRoster(await office.act('admin'), [{ row: 2, staffNo: `9-${actor}`, name: '新人', unit: '来访接待科', post: '', rank: '', roles: '学员', phone: '' }]);
    return { page: `/admin/roster/${importId}`, fields: { importId } };
  } },
  { action: 'issuePasswords', allowed: ['admin'], done: 200, form: async () => ({ page: '/admin/people', fields: { memberIds: [(await office.member('colleague')).memberId] } }) },
  { action: 'foundUnit', allowed: ['admin'], form: async () => ({ page: '/admin/units/new', fields: { parentId: 'unit-root', unitId: await newId('unit'), name: `新科${count += 1}`, kind: 'section' } }) },
  { action: 'renameUnit', allowed: ['admin'], form: async () => ofSection((unitId) => ({ unitId, name: `改名${count += 1}` })) },
  { action: 'moveMember', allowed: ['admin'], form: async () => {
    const { memberId, unitId } = await office.member('colleague');
    return { page: `/admin/people/${memberId}`, fields: { memberId, fromUnitId: unitId, changeId: await newId('change'), unitId: 'unit-root' } };
  } },
  { action: 'mergeSections', allowed: ['admin'], form: async () => ofSection(async (unitId) => ({ unitId, intoUnitId: (await office.member('cadre')).unitId, people: '0', reason: '机构改革' }), '/merge') },
  { action: 'closeUnit', allowed: ['admin'], form: async () => ofSection((unitId) => ({ unitId, reason: '机构改革' }), '/close') },
  { action: 'lendUnit', allowed: ['admin'], form: async () => ofSection(async (unitId) => ({ unitId, trainerId: (await office.member('streetTrainer')).memberId })) },
  { action: 'endLending', allowed: ['admin'], form: async () => ofSection(async (unitId) => {
    const { memberId } = await office.member('streetTrainer');
    await lendUnit(await office.act('admin'), unitId, memberId);
    return { unitId, trainerId: memberId };
  }) },
  { action: 'uploadLaws', allowed: ['admin'], form: uploadedLaw },
  { action: 'confirmLawImport', allowed: ['admin'], form: async () => { const importId = await waitingImport(office); return { page: `/admin/laws/imports/${importId}`, fields: { importId } }; } },
  { action: 'announceVersion', allowed: ['admin'], form: async () => ({ page: '/admin/laws', fields: { lawId: 'civil-code', adopted: '2027-05-06', effective: '2027-09-01', articles: '1261' } }) },
  { action: 'takeBackLawRecord', allowed: ['admin'], form: async () => ({ page: '/admin/laws', fields: { id: await confirmedImport(office), reason: '传错了文件', back: '/admin/laws' } }) },
  { action: 'confirmLawChange', allowed: ['trainer', 'admin'], form: () => openChange(office) },
  { action: 'answerFollowUp', allowed: people, form: (actor) => followUpAnswer(office, actor) },
  { action: 'setUp', allowed: [], form: async () => ({ page: '/setup', fields: { setupCode: 'Kd7m-Wq3x-Pn9r', officeName: '另一单位', account: 'boss', name: '老板', password: newPassword, per: 'week' } }) },
  { action: 'logIn', allowed: people, form: async () => ({ page: '/login', fields: { account: '1012', password: demoPassword } }) },
  { action: 'endLogIn', allowed: people, form: async (actor) => {
    const before = new Set((await office.store.listDocuments('log-ins')).map(({ id }) => id));
    await Client.loggedIn(office.origin, actor);
    return { page: '/account', fields: { logInId: (await office.store.listDocuments('log-ins')).find(({ id }) => !before.has(id))!.id } };
  } },
  { action: 'changePassword', allowed: people, form: async () => ({ page: '/account/password', fields: { current: demoPassword, password: newPassword, repeated: newPassword } }) },
  { action: 'logOut', allowed: people, form: async () => ({ page: '/login', fields: {} }) },
];

const rowOf = (action: string) => table.find((row) => row.action === action)!;

beforeAll(async () => {
  office = await openOffice({ taught: withTrainerMarked });
  for (const person of people) clients[person] = await Client.loggedIn(office.origin, person);
});
afterAll(() => office.close());

test('the table names every action', () => {
  const sources = globSync('src/actions/*.ts', { cwd: root }).map((file) => readFileSync(path.join(root, file), 'utf8')).join('\n');
  const defined = [...sources.matchAll(/^ {2}(\w+): formAction\(/gm)].map((match) => match[1]!);
  expect(table.map((row) => row.action).sort()).toEqual(defined.sort());
});

test.each(table.filter((row) => row.action !== 'logIn'))('$action is not for guests and changes nothing', async ({ action, form }) => {
  const { page, fields } = await form('cadre');
  const before = await recordsOf(office.store);
  const answer = await new Client(office.origin).act(page, action, fields);
  expect([answer.status, answer.location]).toEqual(action === 'setUp' ? [403, answer.location] : [303, `/login?next=${encodeURIComponent(page)}&why=timeout`]);
  expect(await recordsOf(office.store)).toEqual(before);
});

describe.each(table)('$action', ({ action, allowed, form, done = 303, others = {} }) => {
  test.each(people.filter((person) => !allowed.includes(person)))('is refused to %s and changes nothing', async (person) => {
    const { page, fields } = await form(person);
    const before = await recordsOf(office.store);
    const answer = await clients[person].act(page, action, fields);
    expect(answer.status).toBe(others[person] ?? 403);
    expect(await recordsOf(office.store)).toEqual(before);
  });

  test.each(allowed)('is carried out for %s', async (person) => {
    const { page, fields } = await form(person);
    const client = action === 'logIn' ? new Client(office.origin) : clients[person];
    const answer = await client.act(page, action, fields);
    expect([answer.status, answer.location?.startsWith('/login?next=') ?? false]).toEqual([done, false]);
  });
});

describe('ids made up or taken from elsewhere are refused and change nothing', () => {
  const tries: readonly [what: string, actor: Actor, status: number, action: string, form: () => Promise<Try>][] = [
    ['ending the log-in of another person', 'cadre', 404, 'endLogIn', async () => {
      const { memberId } = await office.member('leader');
      const stored = (await office.store.listDocuments<{ memberId: string }>('log-ins')).find(({ value }) => value.memberId === memberId)!;
      return { page: '/account', fields: { logInId: stored.id } };
    }],
    ['opening the session of another office', 'streetTrainer', 403, 'openSession', () => ofSession('scheduled')],
    ['opening a session that was never scheduled', 'trainer', 404, 'openSession', async () => ({ page: '/sessions', fields: { sessionId: 'session-00000000000000ff' } })],
    ['marking someone who is not due', 'trainer', 403, 'markPresent', () => ofSession('open', async () => ({ memberId: (await office.member('streetLeader')).memberId, reason: '未带手机' }))],
    ['scheduling a lesson that does not exist', 'trainer', 400, 'scheduleSession', async () => ({ page: '/sessions/new', fields: { ...(await rowOf('scheduleSession').form('trainer')).fields as Fields, lessonId: 'constitution/none' } })],
    ['scheduling under an id of one’s own making', 'trainer', 400, 'scheduleSession', async () => ({ page: '/sessions/new', fields: { ...(await rowOf('scheduleSession').form('trainer')).fields as Fields, sessionId: 'session-mine' } })],
    ['answering a question of another lesson', 'cadre', 404, 'answerQuestion', async () => {
      const [first, second] = [...office.catalog.lessons.values()];
      return { page: `/courses/${first!.lessonId}`, fields: { lessonId: first!.lessonId, questionId: second!.questionIds[0]!, attempt: '1', given: ['A'] } };
    }],
    ['answering with a letter that was not shown', 'cadre', 400, 'answerQuestion', async () => ({ ...await table[0]!.form('streetLeader'), fields: { ...(await table[0]!.form('streetLeader')).fields as Fields, given: ['F'] } })],
    ['answering the ninth attempt before the first', 'cadre', 409, 'answerQuestion', async () => ({ ...await table[0]!.form('streetLeader'), fields: { ...(await table[0]!.form('streetLeader')).fields as Fields, attempt: '9' } })],
    ['issuing passwords in another office', 'streetAdmin', 403, 'issuePasswords', async () => ({ page: '/admin/people', fields: { memberIds: [(await office.member('cadre')).memberId] } })],
    ['issuing a password for nobody', 'admin', 404, 'issuePasswords', async () => ({ page: '/admin/people', fields: { memberIds: ['member-none'] } })],
    ['confirming an import that is the head of imports', 'admin', 404, 'confirmRoster', async () => ({ page: '/admin/roster', fields: { importId: 'head' } })],
    ['moving a person of another office', 'streetAdmin', 403, 'moveMember', async () => ({ page: '/admin/people', fields: { memberId: (await office.member('cadre')).memberId, fromUnitId: (await office.member('cadre')).unitId, changeId: await newId('change'), unitId: 'unit-street' } })],
    ['moving a person to a unit that does not exist', 'admin', 403, 'moveMember', async () => ({ page: '/admin/people', fields: { memberId: (await office.member('cadre')).memberId, fromUnitId: 'unit-root', changeId: await newId('change'), unitId: 'unit-none' } })],
    ['founding under an id of one’s own making', 'admin', 400, 'foundUnit', async () => ({ page: '/admin/units/new', fields: { parentId: 'unit-root', unitId: 'unit-mine', name: '我的科', kind: 'section' } })],
    ['renaming what is no unit', 'admin', 403, 'renameUnit', async () => ({ page: '/admin/units', fields: { unitId: 'head', name: '新名' } })],
    ['confirming an import of the law that nobody made', 'admin', 404, 'confirmLawImport', async () => ({ page: '/admin/laws', fields: { importId: 'law-import-none' } })],
    ['taking back a record by a part of its name', 'admin', 404, 'takeBackLawRecord', async () => ({ page: '/admin/laws', fields: { id: 'law', reason: '全部撤销', back: '/admin/laws' } })],
    ['being led away after taking back', 'admin', 400, 'takeBackLawRecord', async () => ({ page: '/admin/laws', fields: { id: await confirmedImport(office), reason: '传错了', back: '//evil.example' } })],
    ['answering a follow-up of a change that nobody confirmed', 'cadre', 404, 'answerFollowUp', async () => ({ page: '/laws', fields: { changeId: 'civil-code-2020', questionId: 'registration-01', attempt: '1', given: ['A'] } })],
    ['confirming a change with articles that are none', 'trainer', 400, 'confirmLawChange', async () => { const { page, fields } = await openChange(office); return { page, fields: { ...fields as Fields, more: '全部' } }; }],
    ['practising what there is not', 'cadre', 404, 'beginPractice', async () => ({ page: '/practice', fields: { purpose: 'practice', scope: 'law:no-such-law', count: '5' } })],
    ['practising a scope of one’s own making', 'cadre', 400, 'beginPractice', async () => ({ page: '/practice', fields: { purpose: 'practice', scope: 'answers:all', count: '5' } })],
    ['answering in the sitting of another', 'cadre', 404, 'answerInPractice', () => sittingForm(office, 'leader')],
    ['answering in practice with a letter that was not shown', 'cadre', 400, 'answerInPractice', async () => { const { page, fields } = await sittingForm(office, 'cadre', (question) => question.type === 'single' || question.type === 'true-false'); return { page, fields: { ...fields, given: ['K'] } }; }],
    ['holding another’s short answer against its points', 'cadre', 404, 'markPractisedAnswer', () => practisedMarkForm(office, 'leader')],
    ['pausing without an end', 'cadre', 400, 'arrangeReview', async () => ({ page: '/practice', fields: { minutes: '20', pausedFrom: '2026-12-01', pausedTo: '' } })],
    ['disputing with the answer of another question', 'cadre', 404, 'disputeQuestion', async () => { const { page, fields } = await disputeForm(office, 'cadre'); return { page, fields: { ...fields, answerId: 'answered/registration-01/1' } }; }],
    ['being led away after disputing', 'cadre', 400, 'disputeQuestion', async () => { const { page, fields } = await disputeForm(office, 'cadre'); return { page, fields: { ...fields, back: '//evil.example' } }; }],
    ['ruling on a dispute that nobody made', 'trainer', 404, 'ruleOnDispute', async () => { const { page, fields } = await rulingForm(office); return { page, fields: { ...fields, disputeId: 'disputed/none-01/1' } }; }],
    ['ruling in a way there is none', 'trainer', 400, 'ruleOnDispute', async () => { const { page, fields } = await rulingForm(office); return { page, fields: { ...fields, ruling: 'delete' } }; }],
    ['an action that does not exist', 'admin', 404, 'deleteEverything', async () => ({ page: '/admin', fields: {} })],
  ];
  beforeAll(async () => { for (const person of people) { clients[person] = new Client(office.origin); await clients[person].logIn(accounts[person], newPassword); } });

  test.each(tries)('%s by %s: %i', async (_what, actor, status, action, form) => {
    const { page, fields } = await form();
    const before = await recordsOf(office.store);
    expect((await clients[actor].act(page, action, fields)).status).toBe(status);
    expect(await recordsOf(office.store)).toEqual(before);
  });

  test('a street trainer may schedule for the street office, and the cadre of the other does not see it', async () => {
    const sessionId = await office.schedule('streetTrainer');
    expect((await clients.streetLeader.get(`/sessions/${sessionId}`)).status).toBe(200);
    expect((await clients.cadre.get(`/sessions/${sessionId}`)).status).toBe(403);
    expect((await clients.cadre.get('/sessions')).text).not.toContain(sessionId);
  });
});
