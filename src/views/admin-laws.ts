import { localDate } from '../domain/calendar.ts';
import type { ImportLine } from '../domain/law-import.ts';
import { ofKind, standing, type Fact } from '../domain/fact.ts';
import { lawRegisterSubject } from '../domain/law-register.ts';
import { demandIn } from '../domain/permission.ts';
import { lawUnitId, loadLawImport, type LawImport } from '../commands/law-import.ts';
import { loadMembersNamed, loadUnits } from '../storage/people.ts';
import { changeTitle } from './law-change.ts';
import { lawsView, type LawsView } from './laws.ts';
import { personName, type Reading } from './reading.ts';

/** One import, version or change on record. `id`: by which it can be taken back; null once it was. */
export interface LawRecordLine { date: string; what: string; by: string; id: string | null; takenBack: { date: string; reason: string; by: string } | null; href: string | null }
export interface AdminLawsView extends LawsView { records: LawRecordLine[] }

/** The registry with what was imported, announced and confirmed, newest first. */
export async function adminLawsView(reading: Reading): Promise<AdminLawsView> {
  await demandLawOffice(reading);
  const facts = await reading.store.factsOf(lawRegisterSubject);
  const members = await loadMembersNamed(reading.store, facts.map((fact) => fact.actorId));
  const voidings = new Map(ofKind(facts, 'fact.voided').map((fact) => [fact.body.factId, fact]));
  const who = (actorId: string) => (actorId === 'system' ? '维护人员（命令行）' : personName(members, actorId).name);
  const line = (fact: Fact, what: string, id: string, href: string | null): LawRecordLine => {
    const voiding = voidings.get(fact.id);
    const takenBack = voiding ? { date: localDate(voiding.at), reason: voiding.body.reason, by: who(voiding.actorId) } : null;
    return { date: localDate(fact.at), what, by: who(fact.actorId), id: takenBack ? null : id, takenBack, href };
  };
  const records = [...Map.groupBy(facts, (fact) => (fact.kind === 'law.text-imported' ? fact.body.importId : fact.id)).values()].flatMap((group): LawRecordLine[] => {
    const fact = group[0]!;
    if (fact.kind === 'law.text-imported') {
      const texts = ofKind(group, 'law.text-imported');
      const still = new Set(standing(facts).map((one) => one.id));
      const first = texts.find((one) => still.has(one.id)) ?? fact;
      return [line(first, `导入原文：${texts.slice(0, 3).map(({ body }) => `《${titleOf(reading, body.lawId)}》（${body.version}）`).join('、')}${texts.length > 3 ? `等 ${texts.length} 部` : ''}`, fact.body.importId, `/admin/laws/imports/${fact.body.importId}`)];
    }
    if (fact.kind === 'law.version-announced') return [line(fact, `登记新版本：《${titleOf(reading, fact.body.lawId)}》${fact.body.version} 年，${fact.body.effective} 起施行`, fact.id, `/laws/${fact.body.lawId}@${fact.body.version}`)];
    if (fact.kind === 'law.change-confirmed') return [line(fact, `确认变动：${changeTitle(reading.catalog, fact.body.changeId)}，${fact.body.articles.length} 条`, fact.id, `/admin/laws/changes/${fact.body.changeId}`)];
    return [];
  });
  return { ...await lawsView(reading), records: records.reverse() };
}

export interface LawImportView extends Omit<LawImport, 'lines'> { /** None of its texts stands any more. */ takenBack: { date: string; reason: string } | null; by: string; on: string; lines: (ImportLine & { lawTitle: string })[]; ready: number; faulty: number; same: number; /** Lines whose days are to be filled in. */ newVersions: ImportLine[] }

/** One import, before or after its confirmation. Refuses `not-found`. */
export async function lawImportView(reading: Reading, importId: string): Promise<LawImportView> {
  await demandLawOffice(reading);
  const { value } = await loadLawImport(reading.store, importId);
  const members = await loadMembersNamed(reading.store, [value.actorId]);
  const facts = await reading.store.factsOf(lawRegisterSubject);
  const texts = ofKind(facts, 'law.text-imported').filter((fact) => fact.body.importId === importId);
  const voidings = ofKind(facts, 'fact.voided').filter((fact) => texts.some((text) => text.id === fact.body.factId));
  const last = voidings.length > 0 && voidings.length === texts.length ? voidings.at(-1)! : null;
  const order: ImportLine['outcome'][] = ['faulty', 'new-version', 'other-text', 'first-text', 'same-text'];
  return {
    ...value, state: texts.length > 0 ? 'confirmed' : value.state, takenBack: last && { date: localDate(last.at), reason: last.body.reason }, by: value.actorId === 'system' ? '维护人员（命令行）' : personName(members, value.actorId).name, on: localDate(value.createdAt),
    lines: value.lines.map((line) => ({ ...line, lawTitle: line.lawId ? titleOf(reading, line.lawId) : line.title })).sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome)),
    ready: value.lines.filter((line) => line.outcome !== 'faulty' && line.outcome !== 'same-text').length,
    faulty: value.lines.filter((line) => line.outcome === 'faulty').length, same: value.lines.filter((line) => line.outcome === 'same-text').length,
    newVersions: value.lines.filter((line) => line.outcome === 'new-version'),
  };
}

async function demandLawOffice({ actor, store }: Reading): Promise<void> {
  demandIn(actor, 'import-laws', await lawUnitId(store), await loadUnits(store));
}

function titleOf({ catalog }: Reading, lawId: string): string {
  return catalog.laws.get(lawId)?.title ?? lawId;
}
