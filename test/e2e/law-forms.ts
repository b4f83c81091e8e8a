import { givenFor } from '../../scripts/demo/given.ts';
import { confirmLawImport } from '../../src/commands/confirm-law-import.ts';
import { previewLawImport } from '../../src/commands/preview-law-import.ts';
import { takeBackLawRecord } from '../../src/commands/take-back-law-record.ts';
import { keyOf } from '../../src/domain/answer-key.ts';
import { ofKind, standing } from '../../src/domain/fact.ts';
import { followUpProgress } from '../../src/domain/follow-up.ts';
import { lawRegisterSubject } from '../../src/domain/law-register.ts';
import { loadLawRegister } from '../../src/storage/law-register.ts';
import { candidate, invented } from '../law-texts.ts';
import type { Fields } from './client.ts';
import type { Office } from './office.ts';
import type { Person } from './second-office.ts';

/** A form as a person would send it, with the page it stands on. */
interface Sent { page: string; fields: Fields | FormData }
let count = 0;

export async function uploadedLaw(): Promise<Sent> {
  const fields = new FormData();
  fields.set('files', new File(['信访条例\n第一条　这是试传的文件。'], '试传.txt'));
  fields.set('source', '官网');
  return { page: '/admin/laws', fields };
}

/** An import that waits for its confirmation; no two have the same text. */
export async function waitingImport(office: Office): Promise<string> {
  const text = invented('信访条例', 51, ['2005年1月5日 通过'], { 1: `第${count += 1}次试传的第一条。` });
  return previewLawImport(await office.act('admin'), [candidate(text)], '官网');
}

export async function confirmedImport(office: Office): Promise<string> {
  const importId = await waitingImport(office);
  await confirmLawImport(await office.act('admin'), importId, []);
  return importId;
}

/** The change of 2022, not confirmed, whatever was done before. */
export async function openChange(office: Office): Promise<Sent> {
  const changeId = 'petition-work-regulations-2022';
  const earlier = ofKind(standing(await office.store.factsOf(lawRegisterSubject)), 'law.change-confirmed').find((fact) => fact.body.changeId === changeId);
  if (earlier) await takeBackLawRecord(await office.act('admin'), { id: earlier.id, reason: '再来一次' });
  return { page: `/admin/laws/changes/${changeId}`, fields: { changeId, articles: ['21'], questionIds: ['registration-01'], more: '' } };
}

/** The first question of the follow-up of the sample office; who has answered it sends the same again. */
export async function followUpAnswer(office: Office, person: Person): Promise<Sent> {
  const { changes } = await loadLawRegister(office.store, office.catalog.laws);
  const { memberId } = await office.member(person);
  const { question, attempts } = followUpProgress(changes[0]!, office.catalog, await office.store.factsOf(memberId)).questions[0]!;
  const given = givenFor(question, memberId, 1, attempts[0]?.chosen ?? keyOf(question));
  return { page: `/laws/changes/${changes[0]!.changeId}`, fields: { changeId: changes[0]!.changeId, questionId: question.id, attempt: '1', given } };
}
