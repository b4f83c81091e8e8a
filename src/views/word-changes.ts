import { diffArrays } from 'diff';
import { numeralCharacters } from '../domain/numeral.ts';

/** A piece of two texts laid over one another: same and gone pieces joined are the old text, same and new ones the new text. */
export interface WordChange { kind: 'same' | 'gone' | 'new'; text: string }

/** Two wordings of one article in pieces that can be read: numbers stay whole, and the few characters left alike between two changes go with them. */
export function wordChanges(before: string, after: string): WordChange[] {
  return joined(layOver(before, after)).flatMap(({ same, gone, now }) => [piece('same', same), piece('gone', gone), piece('new', now)]).filter((one) => one.text !== '');
}

/** What stayed, then what was put in place of what. */
interface Run { same: string; gone: string; now: string }

/** Past so many changes the two have nothing left to lay over one another. */
const mostChanges = 1_500;
/** A number and what it counts are one. */
const tokens = new RegExp(`[${numeralCharacters}]+(?:个?工作日|个?月|[日年元人次倍条款项])?|.`, 'gsu');

function layOver(before: string, after: string): Run[] {
  const pieces = diffArrays(before.match(tokens) ?? [], after.match(tokens) ?? [], { maxEditLength: mostChanges });
  if (!pieces) return [{ same: '', gone: before, now: after }];
  const runs: Run[] = [{ same: '', gone: '', now: '' }];
  for (const { added, removed, value } of pieces) {
    if (added) runs.at(-1)!.now += value.join('');
    else if (removed) runs.at(-1)!.gone += value.join('');
    else runs.push({ same: value.join(''), gone: '', now: '' });
  }
  return runs;
}

/** Takes small islands into the changes around them, until none is left. */
function joined(runs: readonly Run[]): Run[] {
  const kept: Run[] = [];
  for (const run of runs) {
    const last = kept.at(-1);
    if (last && isIsland(last, run)) kept[kept.length - 1] = { same: last.same, gone: last.gone + run.same + run.gone, now: last.now + run.same + run.now };
    else kept.push(run);
  }
  return kept.length < runs.length ? joined(kept) : kept;
}

function isIsland(left: Run, right: Run): boolean {
  const [before, behind, same] = [size(left), size(right), right.same];
  if (before === 0 || behind === 0) return false;
  return same.length <= 2 || (same.length <= 5 && same.length < Math.min(before, behind));
}

function size({ gone, now }: Run): number {
  return Math.max(gone.length, now.length);
}

function piece(kind: WordChange['kind'], text: string): WordChange {
  return { kind, text };
}
