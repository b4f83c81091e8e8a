import { expect, test } from 'vitest';
import { logIn } from '../../src/commands/log-in.ts';
import { keepForm, recognise } from '../../src/commands/recognise.ts';
import { demandCode } from '../../src/commands/sign-in-code.ts';
import { tidyUp } from '../../src/commands/tidy-up.ts';
import { addMinutes } from '../../src/domain/calendar.ts';
import { now, zhang } from '../builders.ts';
import { Office, refusalOf } from '../office.ts';

const enter = (office: Office, at: string) => logIn(office.act(null, at), { account: '1001', password: 'Right-2026!', device: '', oldToken: null });
const ids = async (office: Office, collection: 'log-ins' | 'guesses') => (await office.store.listDocuments(collection)).map((stored) => stored.id);

test('log-ins go a day after their last use, when they can keep no form any more, and not before', async () => {
  const office = await Office.open();
  const { token } = await enter(office, now);
  await tidyUp(office.store, addMinutes(now, 24 * 60));
  expect(await ids(office, 'log-ins')).toEqual([`id-of-${token}`]);
  expect(await keepForm(office.act(null, addMinutes(now, 24 * 60)), token, { action: 'a', path: '/', fields: [] })).toBe(true);
  const later = await enter(office, addMinutes(now, 24 * 60));
  await tidyUp(office.store, addMinutes(now, 24 * 60 + 1));
  expect(await ids(office, 'log-ins')).toEqual([`id-of-${later.token}`]);
  expect((await recognise(office.act(null, addMinutes(now, 24 * 60 + 1)), later.token))?.account).toBe('1001');
});

test('guesses at codes go once they count no longer, so that tidying up gives nobody more tries', async () => {
  const office = await Office.open();
  const guess = (at: string) => refusalOf(demandCode(office.act(zhang, at), 'session-1', 'member-zhang', '0000'));
  for (let time = 0; time < 5; time += 1) await guess(now);
  await tidyUp(office.store, addMinutes(now, 9));
  expect(await guess(addMinutes(now, 9))).toMatchObject({ code: 'code-rate-limited' });
  await tidyUp(office.store, addMinutes(now, 11));
  expect(await ids(office, 'guesses')).toEqual([]);
});

test('a log-in used at the very moment is left for the next time', async () => {
  const office = await Office.open();
  await enter(office, now);
  const write = office.store.changeDocuments.bind(office.store);
  office.store.changeDocuments = async (collection, changes) => {
    const [own] = await office.store.listDocuments('log-ins');
    await write('log-ins', [{ id: own!.id, expected: own!.version, value: own!.value }]);
    return write(collection, changes);
  };
  await tidyUp(office.store, addMinutes(now, 48 * 60));
  expect(await ids(office, 'log-ins')).toHaveLength(1);
});
