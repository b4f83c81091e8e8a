import { beforeEach, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog.ts';
import type { Member } from '../../src/domain/member.ts';
import { lessonView } from '../../src/views/lesson.ts';
import { markingQueue } from '../../src/views/marking.ts';
import { paperView } from '../../src/views/paper.ts';
import { aFact, answered, catalog, catalogOf, now, streetTrainer, sun, trainer, wu, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';
import { aQuestionOf } from '../question-builders.ts';

const short = aQuestionOf('short', { id: 'first-09', marking: 'trainer', must: [1] });
const own = aQuestionOf('short', { id: 'first-08', must: [3] });
const classified = aQuestionOf('classify', {
  id: 'first-07',
  tree: [
    { id: 'appeal', text: '申诉求决', children: [{ id: 'arbitration', text: '仲裁' }, { id: 'review', text: '复核', why: '复核不服的是复查意见' }] },
    { id: 'advice', text: '意见建议', why: '他要的是改变结果', children: [{ id: 'service', text: '服务' }, { id: 'rules', text: '规定', why: '他没有说规定不好' }] },
  ],
});

function askingAll(over: Record<string, unknown> = {}): Catalog {
  const questions = [aQuestionOf('short', { ...short, ...over }), own, classified];
  return {
    ...catalogOf(catalog.courses.map((course) => ({ ...course, lessons: course.lessons.map((lesson) => (lesson.lessonId === 'course-a/first' ? { ...lesson, questionIds: questions.map((one) => one.id) } : lesson)) }))),
    questions: new Map([...catalog.questions, ...questions.map((one) => [one.id, one] as const)]),
  };
}

let office: Office;
beforeEach(async () => { office = await Office.open(); });
const reading = (actor: Member | null = trainer, published = askingAll()) => office.reading(actor, now, { catalog: published });
const queue = (actor: Member | null = trainer, search = '') => markingQueue(reading(actor), new URLSearchParams(search));
const written = (member: Member, at: string, text = '登记了才算得出期限。', attempt = 1) => answered(member, short.id, attempt, [text], at);
const marking = (attempt: number, points: string[], note?: string) => aFact('answer.marked', { id: `marked/${short.id}/${attempt}`, actorId: trainer.memberId, body: { questionId: short.id, attempt, points, ...(note ? { note } : {}) } });

describe('the answers to be marked', () => {
  test('are shown with what was asked, what was written and what it is held against, and without a name', async () => {
    await office.record(written(zhang, '2026-02-26T17:00:00.000Z'));
    const view = await queue();
    expect(view).toEqual({ unit: '区信访办', total: 1, page: 1, pages: 1, answers: [{
      memberId: zhang.memberId, questionId: short.id, attempt: 1, date: '2026-02-27', lesson: { lessonId: 'course-a/first', title: '登记之后' }, section: '来访接待科',
      stem: short.stem, text: '登记了才算得出期限。', needed: 2,
      points: [{ id: '1', text: '登记才有据可查', must: true }, { id: '2', text: '登记才好算期限', must: false }, { id: '3', text: '登记才能告知去向', must: false }],
    }] });
    expect(JSON.stringify(view)).not.toMatch(new RegExp(`${zhang.name}|${zhang.staffNo}`));
  });

  test('are the oldest first; once one is marked the next is on top', async () => {
    await office.record(written(zhang, '2026-02-27T01:00:00.000Z', '后写的'), written(sun, '2026-02-26T01:00:00.000Z', '先写的'), written(wu, '2026-02-28T01:00:00.000Z', '街道写的'));
    expect((await queue()).answers.map((one) => one.text)).toEqual(['先写的', '后写的', '街道写的']);
    await office.record({ ...marking(1, []), subjectId: sun.memberId });
    expect((await queue()).answers.map((one) => one.text)).toEqual(['后写的', '街道写的']);
  });

  test('are those of the trainer’s office and below, and never the trainer’s own', async () => {
    await office.record(written(zhang, now), written(wu, now, '街道写的'), written(trainer, now, '自己写的'), written(streetTrainer, now, '街道授课人写的'));
    expect((await queue()).answers.map((one) => one.text).sort()).toEqual(['登记了才算得出期限。', '街道写的', '街道授课人写的']);
    expect((await queue(streetTrainer)).answers.map((one) => one.text)).toEqual(['街道写的']);
  });

  test('are not those that their writers mark, nor those of a question that is no longer asked', async () => {
    await office.record(answered(zhang, own.id, 1, ['自己对照的']), written(sun, now));
    expect((await queue()).answers.map((one) => one.questionId)).toEqual([short.id]);
    expect(await markingQueue(reading(trainer, askingAll({ state: 'retired' })), new URLSearchParams())).toMatchObject({ total: 0, answers: [] });
  });

  test('are turned through by twenty; a page that is none is the nearest one', async () => {
    await office.record(...Array.from({ length: 23 }, (_, index) => written(zhang, new Date(Date.parse(now) + index * 60_000).toISOString(), `第 ${index} 份`, index + 1)));
    const pages = await Promise.all(['', 'page=2', 'page=9', 'page=x', 'page=-1'].map((search) => queue(trainer, search)));
    expect(pages.map(({ total, page, pages: all, answers }) => [total, page, all, answers.length, answers[0]!.text])).toEqual([
      [23, 1, 2, 20, '第 0 份'], [23, 2, 2, 3, '第 20 份'], [23, 2, 2, 3, '第 20 份'], [23, 1, 2, 20, '第 0 份'], [23, 1, 2, 20, '第 0 份'],
    ]);
  });

  test('are for trainers only', async () => {
    expect(await refusalOf(queue(zhang))).toMatchObject({ code: 'not-permitted' });
    expect(await refusalOf(queue(null))).toMatchObject({ code: 'not-signed-in' });
  });
});

describe('the writer of a short answer', () => {
  const asked = async (questionId = short.id, retry: string | null = null) => (await lessonView(reading(zhang), 'course-a/first', retry)).questions.find((one) => one.questionId === questionId)!;

  test('waits for a trainer with nothing but what was written, even when a form is asked for', async () => {
    await office.record(written(zhang, now));
    for (const retry of [null, short.id]) {
      const view = await asked(short.id, retry);
      expect(view).toMatchObject({ state: 'waiting', form: null, explanation: null, notes: [], review: { kind: 'short', text: '登记了才算得出期限。', points: [], note: null, marked: false } });
      expect(JSON.stringify(view)).not.toMatch(/有据可查|告知去向/);
    }
  });

  test('is told afterwards which points were found, which must be there, what the trainer said, and not who', async () => {
    await office.record(written(zhang, now), marking(1, ['2', '3'], '先要有据可查'));
    const view = await asked();
    expect(view).toMatchObject({ state: 'wrong', attempt: 2, explanation: short.explanation, review: { note: '先要有据可查', points: [{ must: true, found: false }, { must: false, found: true }, { must: false, found: true }] } });
    expect(JSON.stringify(view)).not.toMatch(/member-lin|林晓筠/);
    expect(await asked(short.id, short.id)).toMatchObject({ state: 'open', attempt: 2 });
  });

  test('is shown the answer that was right, with what was said to it', async () => {
    await office.record(written(zhang, now), marking(1, ['2']), written(zhang, now, '有据可查，好算期限。', 2), marking(2, ['1', '2'], '说全了'));
    expect(await asked()).toMatchObject({ state: 'solved', review: { text: '有据可查，好算期限。', note: '说全了' } });
  });

  test('of an answer of one’s own marking sees the points at once, and which of them must be there', async () => {
    await office.record(answered(zhang, own.id, 1, ['登记']));
    expect(await asked(own.id)).toMatchObject({ state: 'marking', review: { points: [{ must: false }, { must: false }, { must: true }] } });
  });
});

describe('a wrong path in a tree', () => {
  const line = async (path: string) => {
    await office.record(answered(zhang, classified.id, 1, [path]));
    const { review } = (await lessonView(reading(zhang), 'course-a/first', null)).questions.find((one) => one.questionId === classified.id)!;
    return review?.kind === 'lines' ? review.lines[0] : null;
  };

  test.each([
    ['appeal/review', '复核不服的是复查意见'], ['advice/rules', '他没有说规定不好'], ['advice/service', '他要的是改变结果'], ['appeal/arbitration', null],
  ])('%s is explained by the last branch that says why', async (path, why) => {
    expect(await line(path)).toMatchObject({ ok: why === null, why });
  });

  test('is not to be told from the form: no branch says why before an answer', async () => {
    expect(JSON.stringify((await lessonView(reading(zhang), 'course-a/first', null)).questions)).not.toMatch(/why|复查意见|改变结果/);
  });
});

test('the key on paper says which points must be there, who marks, and where one goes astray in a tree', async () => {
  const { key } = await paperView(reading(trainer), 'course-a/first');
  expect(key!.map((one) => [one.right, one.astray])).toEqual([
    ['登记才有据可查（非写到不可）；登记才好算期限；登记才能告知去向（写到 2 点，授课人评阅）', []],
    ['登记才有据可查；登记才好算期限；登记才能告知去向（非写到不可）（写到 2 点）', []],
    ['申诉求决 › 仲裁', ['申诉求决 › 复核：复核不服的是复查意见', '意见建议：他要的是改变结果', '意见建议 › 规定：他没有说规定不好']],
  ]);
});
