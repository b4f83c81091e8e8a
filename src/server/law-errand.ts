import { importLaws, type OperatorAct } from '../commands/import-laws.ts';
import { takeBackByOperator } from '../commands/take-back-law-record.ts';
import { localDate } from '../domain/calendar.ts';
import { lawRegisterSubject } from '../domain/law-register.ts';
import { ofKind, standing } from '../domain/fact.ts';
import type { ImportLine } from '../domain/law-import.ts';
import { readLawFiles } from '../exchange/law-files.ts';
import { outcomeWords } from '../text/law-words.ts';
import { lawFilesBelow } from './law-files-below.ts';

/** What the command line asks for. */
export type LawErrand = { verb: 'import'; paths: string[]; source: string; dryRun: boolean } | { verb: 'list' } | { verb: 'take-back'; id: string; reason: string };
/** What it says in the end. */
export interface ErrandResult { lines: string[]; failed: boolean }

/** Carries out an errand of an operator who has the data in hand. */
export async function runLawErrand(act: OperatorAct, errand: LawErrand): Promise<ErrandResult> {
  if (errand.verb === 'list') return { lines: await listed(act), failed: false };
  if (errand.verb === 'take-back') {
    const count = await takeBackByOperator(act, errand);
    return { lines: [`已撤销 ${count} 条记录。记录和原因都保留。`], failed: false };
  }
  const lines = await importLaws(act, await readLawFiles(lawFilesBelow(errand.paths)), errand.source, errand.dryRun);
  const ready = lines.filter((line) => line.outcome !== 'faulty');
  const summary = `${errand.dryRun ? '可以导入' : '已导入'} ${lines.filter((line) => !['faulty', 'same-text'].includes(line.outcome)).length} 部，相同 ${lines.filter((line) => line.outcome === 'same-text').length} 部，不能导入 ${lines.length - ready.length} 份。`;
  return { lines: [...lines.flatMap(lineText), summary], failed: lines.some((line) => line.outcome === 'faulty' && line.articles > 0) || ready.length === 0 };
}

function lineText(line: ImportLine): string[] {
  const head = `${line.outcome === 'faulty' ? '×' : line.outcome === 'same-text' ? '＝' : '√'} ${line.lawId ?? line.title}${line.version && line.outcome !== 'faulty' ? `@${line.version}` : ''}  ${line.articles > 0 ? `${line.articles} 条  ` : ''}${outcomeWords[line.outcome]}`;
  return [head, ...line.faults.map((fault) => `    ${fault}`), ...line.warnings.slice(0, 5).map((warning) => `    提醒：${warning}`), ...(line.warnings.length > 5 ? [`    提醒另有 ${line.warnings.length - 5} 处`] : [])];
}

async function listed({ store }: OperatorAct): Promise<string[]> {
  const texts = ofKind(standing(await store.factsOf(lawRegisterSubject)), 'law.text-imported');
  if (texts.length === 0) return ['还没有导入原文。'];
  return texts.map(({ at, body }) => `${body.lawId}@${body.version}  ${body.articles} 条  ${localDate(at)}  ${body.importId}  来源：${body.source}`);
}
