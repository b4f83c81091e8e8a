import { beforeEach, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog.ts';
import { takersFloor } from '../../src/domain/item-statistics.ts';
import { optionsOf, type Question } from '../../src/domain/question.ts';
import { shownOptions } from '../../src/domain/response.ts';
import { bankQuestion } from '../../src/views/bank-question.ts';
import { questionBank } from '../../src/views/question-bank.ts';
import { studioView } from '../../src/views/studio.ts';
import { aMember, answered, catalog, now, streetTrainer, trainer } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';
import { aQuestionOf } from '../question-builders.ts';

/** Many of two offices; the first ten of them do best. */
const people = Array.from({ length: 30 }, (_, index) => aMember({ memberId: `member-${index}`, staffNo: `9${String(index).padStart(2, '0')}`, name: `㛃${index}䶮`, unitId: index % 2 ? 'unit-desk' : 'unit-reception' }));
const knows = (index: number) => index < 10;
/** Eight of the best choose b, which is wrong; everybody else chooses the key. */
const trap = (index: number) => (index < 8 ? 'b' : 'a');
const others = Array.from({ length: 5 }, (_, index) => aQuestionOf('true-false', { id: `first-1${index}`, answer: true }));
const retired = aQuestionOf('single', { id: 'first-20', state: 'retired', replaces: 'first-01', author: '丙科', reviewer: '丁科' });
const open = { disputeId: 'dispute-1', memberId: 'member-3', unitId: 'unit-desk', at: now, questionId: 'first-01', chosen: ['b'], reason: '窗口实际是这样办的', ruling: null };
const ruled = { ...open, disputeId: 'dispute-2', questionId: 'first-02', chosen: [], reason: '题干没有写清时间', ruling: { disputeId: 'dispute-2', questionId: 'first-02', ruling: 'stands' as const, chosen: [], retired: false, reason: '题干写明了收到之日', cites: ['sample-law@2026/22'], rulingId: 'ruling-1', seq: 2, actorId: 'member-lin', at: now, people: null } };

let office: Office;
let bank: Catalog;
beforeEach(async () => {
  office = await Office.open();
  for (const person of people) await office.put('members', person.memberId, person);
  const added = [...others, retired];
  const lesson = { ...catalog.lessons.get('course-a/first')!, questionIds: [...catalog.lessons.get('course-a/first')!.questionIds, ...added.map((one) => one.id)] };
  const courses = catalog.courses.map((course) => ({ ...course, lessons: course.lessons.map((one) => (one.lessonId === lesson.lessonId ? lesson : one)) }));
  const questions = new Map<string, Question>([...catalog.questions, ...added.map((one) => [one.id, one] as const)]);
  bank = { ...catalog, courses, lessons: new Map(courses.flatMap((course) => course.lessons.map((one) => [one.lessonId, one]))), questions, disputes: [open, ruled] };
  await office.record(...people.flatMap((person, index) => [
    answered(person, 'first-01', 1, [trap(index)]), ...others.map((one) => answered(person, one.id, 1, [knows(index) ? 't' : 'f'])),
    ...(index < takersFloor - 1 ? [answered(person, 'first-02', 1, ['a', 'd'])] : []),
  ]));
});
const see = (search = '', actor = trainer) => questionBank(office.reading(actor, now, { catalog: bank }), new URLSearchParams(search));
const detail = (questionId: string) => bankQuestion(office.reading(trainer, now, { catalog: bank }), questionId);

describe('the question bank', () => {
  test('puts flagged questions first, each with the reason in a sentence with its numbers', async () => {
    const { lines, flagged, total } = await see();
    expect([lines[0]!.questionId, lines[0]!.flags.map((flag) => flag.code), flagged, total]).toEqual(['first-01', ['misleads', 'backwards'], 1, 13]);
    const letter = shownOptions(bank.questions.get('first-01')!, 'paper', 1).find(({ option }) => option.id === 'b')!.letter;
    expect(lines[0]!.flags[0]!.sentence).toBe(`其他题答得好的 10 人里，8 人答“${letter} 请来信人自己找”，答对的只有 2 人，请核对题干和答案。`);
    expect(lines[0]!.flags[1]!.sentence).toMatch(/^其他题答得越好的人，这道题越容易答错：区分度 −0\.\d\d（−0\.\d\d 至 −0\.\d\d），按 30 人计算，请核对答案。$/);
  });

  test('says how many answered, how many were right, and is silent under the floor', async () => {
    const line = async (questionId: string) => (await see()).lines.find((one) => one.questionId === questionId)!;
    expect(await line('first-01')).toMatchObject({ takers: 30, facility: { share: 22 / 30 }, silent: null, openDisputes: 1, lesson: '登记之后', use: 'check' });
    expect(await line('first-02')).toMatchObject({ takers: takersFloor - 1, facility: null, silent: 'too-few', flags: [], openDisputes: 0 });
    expect(await line('practised-01')).toMatchObject({ takers: 0, use: 'practice', lesson: '新旧期限' });
  });

  test('can be narrowed to a course, a state, a type and what is flagged; anything else asked for is as if not asked', async () => {
    const ids = async (search: string) => (await see(search)).lines.map((line) => line.questionId);
    expect(await ids('course=course-b')).toEqual(['third-01']);
    expect(await ids('state=retired')).toEqual(['first-20']);
    expect(await ids('type=multiple')).toEqual(['first-02', 'practised-02']);
    expect(await ids('flagged=1')).toEqual(['first-01']);
    expect((await see('course=none&state=constructor&type=__proto__&flagged=x'))).toMatchObject({ courseId: 'course-a', state: null, type: null, flaggedOnly: false });
  });

  test('counts states over the whole bank, and pools all offices for every trainer', async () => {
    expect((await see('course=course-b')).counts).toEqual([{ state: 'draft', count: 0 }, { state: 'reviewed', count: 0 }, { state: 'live', count: 13 }, { state: 'retired', count: 1 }]);
    expect(await see('', streetTrainer)).toEqual(await see());
  });

  test('says of a question whose law has changed that it rests', async () => {
    const change = { changeId: 'sample-law-2027', from: 'sample-law@2026', to: 'sample-law@2027', effective: '2026-03-02', articles: ['22'], questionIds: [], factId: 'f', confirmedAt: now, actorId: 'member-chen' };
    bank = { ...bank, changes: [change] };
    expect((await see()).lines.filter((line) => line.paused).map((line) => line.state)).not.toContain('retired');
    expect((await detail('first-01')).paused).toBe(true);
    expect((await detail('second-01')).paused).toBe(false);
  });
});

describe('a question of the bank', () => {
  test('shows the sheet, the key in words, who wrote and checked it, and what it replaces', async () => {
    const question = bank.questions.get('first-01')!;
    const letter = shownOptions(question, 'paper', 1).find(({ option }) => option.right)!.letter;
    expect(await detail('first-01')).toMatchObject({ key: `${letter} 登记后转送`, explanation: '收到即登记，再按职责转送。', author: '甲', reviewer: '乙', replaces: null, replacedBy: ['first-20'], state: 'live', lesson: { title: '登记之后', course: '信访课' } });
    expect(await detail('first-20')).toMatchObject({ author: '丙科', reviewer: '丁科', replaces: 'first-01', replacedBy: [], state: 'retired', takers: 0 });
    expect((await detail('first-01')).notes.map((note) => note.title)).toEqual(['《示例条例》第二十二条第一款']);
  });

  test('shows what each option drew, of all and of the best', async () => {
    const { tables, best, takers, sample, flags } = await detail('first-01');
    expect([best, takers, sample, flags.map((flag) => flag.code)]).toEqual([10, 30, 30, ['misleads', 'backwards']]);
    expect(tables).toHaveLength(1);
    expect(tables[0]!.choices.map(({ label, standing, count, best: ofBest }) => [label.slice(2), standing, count, ofBest])).toEqual([['登记后转送', 'key', 22, 2], ['请来信人自己找', 'wrong', 8, 8], ['先放一放', 'wrong', 0, 0], ['登记簿上写明去向', 'wrong', 0, 0]]);
  });

  test('shows what was said against it and how it was ruled, but never who said it', async () => {
    expect((await detail('first-01')).disputes).toMatchObject([{ date: '2026-03-02', reason: '窗口实际是这样办的', wrong: true, ruling: null }]);
    expect((await detail('first-02')).disputes).toEqual([{ disputeId: 'dispute-2', date: '2026-03-02', answer: '', wrong: false, reason: '题干没有写清时间', ruling: { date: '2026-03-02', ruling: 'stands', part: null, reason: '题干写明了收到之日', retired: false } }]);
    expect(JSON.stringify([await see(), await detail('first-01'), await detail('first-02')])).not.toMatch(/member-|㛃|unit-desk/);
  });

  test('says of a disputed answer whether it had been marked wrong: who disputes the key asks for nothing more', async () => {
    bank = { ...bank, disputes: [{ ...open, chosen: ['a'] }, open] };
    expect((await detail('first-01')).disputes.map((one) => [one.answer.slice(2), one.wrong])).toEqual([['请来信人自己找', true], ['登记后转送', false]]);
  });

  test('names what was ruled right beside the key, the whole answer or a part of it', async () => {
    const blank = { ...aQuestionOf('blank', { id: 'first-02' }), alsoRight: [{ part: 2, chosen: ['台账'] }] };
    bank = { ...bank, questions: new Map([...bank.questions, ['first-01', { ...bank.questions.get('first-01')!, alsoRight: [{ part: null, chosen: ['b'] }] }], ['first-02', blank]]), disputes: [] };
    expect([(await detail('first-01')).alsoRight.map((one) => one.slice(2)), (await detail('first-02')).alsoRight]).toEqual([['请来信人自己找'], ['第 2 空：台账']]);
  });

  test('that is not there is not found', async () => {
    for (const id of ['none-01', '', '__proto__']) expect(await refusalOf(detail(id)), id).toMatchObject({ code: 'not-found' });
  });

  test.each(['blank', 'match', 'order', 'classify', 'find-fault', 'case', 'multiple', 'true-false'] as const)('of type %s names wrong answers in words', async (type) => {
    const wrong = { blank: ['60日', '登记簿'], match: ['1=b', '2=a', '3=c'], order: ['2', '1', '3', '4'], classify: ['advice/rules'], 'find-fault': ['1', '4'], case: ['1:b', '2:a', '3:f', '4:60日', '4:登记'], multiple: ['a', 'c'], 'true-false': ['t'] }[type];
    const question = aQuestionOf(type, { id: 'first-02' });
    bank = { ...bank, questions: new Map([...bank.questions, ['first-02', question]]), disputes: [] };
    await office.record(...people.map((person) => ({ ...answered(person, 'first-02', 1, wrong), id: `other/${person.memberId}` })));
    const { tables, silent, key } = await detail('first-02');
    expect([silent, key.length > 0]).toEqual([null, true]);
    const labels = tables.flatMap((table) => table.choices.map((choice) => choice.label));
    expect(labels.join('|')).toMatch({ blank: /答对的\|60日；登记簿/, match: /路灯不亮—. 房管科；楼上漏水—. 市政科/, order: /[A-D] → [A-D] → [A-D] → [A-D]/, classify: /意见建议 › 规定/, 'find-fault': /第 1、4 段有错/, case: /请他改天再来.*拆信人的心情.*正确\|错误\|答对的\|60日；登记/, multiple: /来信人姓名/, 'true-false': /正确\|错误/ }[type]);
    if (type === 'case') expect(tables.map((table) => [table.number, table.facility!.share])).toEqual([[1, 0], [2, 0], [3, 0], [4, 0]]);
    if (question.type === 'multiple') expect(labels).toHaveLength(optionsOf(question).length);
  });
});

test('the trainer’s desk says what waits', async () => {
  expect(await studioView(office.reading(trainer, now, { catalog: bank }))).toMatchObject({ openDisputes: 1, unmarked: 0, questions: expect.arrayContaining([{ state: 'live', count: 13 }]) });
  expect((await studioView(office.reading(streetTrainer, now, { catalog: bank }))).openDisputes, 'rules on none').toBeNull();
  const short = aQuestionOf('short', { id: 'first-30', marking: 'trainer' });
  bank = { ...bank, questions: new Map([...bank.questions, [short.id, short]]) };
  await office.record(...[people[1]!, trainer].map((person) => answered(person, short.id, 1, ['登记才有据可查。'])));
  const waiting = async (actor: typeof trainer) => (await studioView(office.reading(actor, now, { catalog: bank }))).unmarked;
  expect([await waiting(trainer), await waiting(streetTrainer)]).toEqual([1, 1]);
});
