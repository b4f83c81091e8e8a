import { shuffled } from './shuffle.ts';
import { gapsIn, gap, hasOptions, optionsOf, pathsOf, type Branch, type Option, type Part, type Question } from './question.ts';
import { Refusal } from './refusal.ts';

const letters = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L'];
const longestGap = 60;
const longestText = 1000;

export interface ShownOption { letter: string; option: Option }
/** A thing under a letter: the right column of a match, a step to be put in order. `id` is what is recorded. */
export interface Lettered { letter: string; id: string; text: string }

/**
 * The options in the order this person sees them at this attempt (1-based). The order is drawn from the person, the
 * question and the attempt, so that it stands still on reload and changes on a retry; 正确/错误 never change places.
 */
export function shownOptions(question: Question | Part, memberId: string, attempt: number, of = 'id' in question ? question.id : ''): ShownOption[] {
  if (!hasOptions(question)) return [];
  const all = optionsOf(question);
  const inOrder = question.type === 'true-false' ? all : shuffled(all, `${memberId}|${of}`, attempt);
  return inOrder.map((option, index) => ({ letter: letters[index]!, option }));
}

/** The right column of a match, or the steps of a procedure, in the order this person sees them. */
export function shownThings(question: Question, memberId: string, attempt: number): Lettered[] {
  const texts = question.type === 'match' ? [...question.pairs.map((pair) => pair.right), ...question.extra] : question.type === 'order' ? question.steps : [];
  const things = texts.map((text, index) => ({ id: question.type === 'match' ? letters[index]!.toLowerCase() : String(index + 1), text }));
  return shuffled(things, `${memberId}|${question.id}`, attempt).map((thing, index) => ({ letter: letters[index]!, ...thing }));
}

/**
 * Turns what a form sent into what is recorded, by the order in which this person saw things at this attempt. Recorded are option ids;
 * texts of gaps; `1=b` for a match; step ids in order; the text of a short answer; `1:a` for part 1 of a case; one path; numbers of passages.
 * Refuses `answer-empty`, `answer-incomplete`, `answer-twice`, and what was not shown (`invalid-input`).
 */
export function readResponse(question: Question, memberId: string, attempt: number, given: readonly string[]): string[] {
  const sent = given.map((one) => one.normalize('NFC').replace(/\r\n?/g, '\n').trim());
  if (sent.every((one) => one === '' || (question.type === 'case' && /^\d:$/.test(one)))) throw new Refusal('answer-empty');
  switch (question.type) {
    case 'single': case 'multiple': case 'true-false': return optionIds(question, shownOptions(question, memberId, attempt), sent);
    case 'blank': return gapTexts(question.stem, sent);
    case 'match': {
      const byLetter = new Map(shownThings(question, memberId, attempt).map((thing) => [thing.letter, thing.id]));
      expectAll(sent, question.pairs.length);
      const ids = sent.map((letter) => byLetter.get(letter) ?? unknown(letter));
      if (new Set(ids).size < ids.length) throw new Refusal('answer-twice');
      return ids.map((id, index) => `${index + 1}=${id}`);
    }
    case 'order': {
      const things = shownThings(question, memberId, attempt);
      expectAll(sent, things.length);
      const places = sent.map((place) => (/^[1-9]$/.test(place) && Number(place) <= things.length ? Number(place) : unknown(place)));
      if (new Set(places).size < places.length) throw new Refusal('answer-twice');
      return things.map((thing, index) => ({ place: places[index]!, id: thing.id })).sort((a, b) => a.place - b.place).map((one) => one.id);
    }
    case 'short': {
      if (sent.length !== 1 || [...sent[0]!].length > longestText) throw new Refusal('invalid-input', { text: '答得太长' });
      return sent;
    }
    case 'classify': return sent.length === 1 && pathsOf(question.tree).includes(sent[0]!) ? sent : unknown(sent[0]!);
    case 'find-fault': {
      const ids = [...new Set(sent)];
      for (const id of ids) if (!/^[1-9]\d?$/.test(id) || Number(id) > question.passages.length) unknown(id);
      return ids.sort((a, b) => Number(a) - Number(b));
    }
    case 'case': {
      for (const one of sent) if (!/^[1-9]:/.test(one) || Number(one[0]) > question.parts.length) unknown(one);
      return question.parts.flatMap((part, index) => partAnswer(part, index + 1, `${question.id}/${index + 1}`, memberId, attempt, sent));
    }
  }
}

function partAnswer(part: Part, number: number, of: string, memberId: string, attempt: number, sent: readonly string[]): string[] {
  const own = answerOfPart(sent, number).map((one) => one.trim());
  if (own.length === 0 || own.every((one) => one === '')) throw new Refusal('answer-incomplete');
  const ids = part.type === 'blank' ? gapTexts(part.stem, own) : optionIds(part, shownOptions(part, memberId, attempt, of), own);
  return ids.map((id) => `${number}:${id}`);
}

/** What part `number` of a case was answered with. */
export function answerOfPart(chosen: readonly string[], number: number): string[] {
  return chosen.filter((one) => one.startsWith(`${number}:`)).map((one) => one.slice(`${number}:`.length));
}

function optionIds(question: { type: string }, shown: readonly ShownOption[], sent: readonly string[]): string[] {
  const byLetter = new Map(shown.map((one) => [one.letter, one.option.id]));
  const ids = [...new Set(sent)].map((letter) => byLetter.get(letter) ?? unknown(letter));
  if (question.type !== 'multiple' && ids.length > 1) throw new Refusal('invalid-input', { text: '选了多项' });
  return ids.sort();
}

function gapTexts(stem: string, sent: readonly string[]): string[] {
  expectAll(sent, gapsIn(stem));
  if (sent.some((one) => [...one].length > longestGap)) throw new Refusal('invalid-input', { text: gap });
  return sent.map((one) => one.replace(/\s+/g, ' '));
}

/** Refuses more than was asked (`invalid-input`) and less (`answer-incomplete`). */
function expectAll(sent: readonly string[], count: number): void {
  if (sent.length > count) unknown(sent[count]!);
  if (sent.length < count || sent.includes('')) throw new Refusal('answer-incomplete');
}

function unknown(sent: string): never {
  throw new Refusal('invalid-input', { text: sent.slice(0, 8) });
}

/** The words of a path in a tree: 申诉求决类 › 仲裁. */
export function pathWords(tree: readonly Branch[], path: string): string[] {
  return branchesOn(tree, path).map((branch) => branch.text);
}

/** What is wrong with a path, as the last branch on it says that does not lie on the right one; null when none says so. */
export function whyAstray(tree: readonly Branch[], path: string, right: string): string | null {
  const shared = path.split('/').findIndex((id, level) => right.split('/')[level] !== id);
  return shared === -1 ? null : branchesOn(tree, path).slice(shared).findLast((branch) => branch.why)?.why ?? null;
}

function branchesOn(tree: readonly Branch[], path: string): Branch[] {
  const found: Branch[] = [];
  let level: readonly Branch[] | undefined = tree;
  for (const id of path.split('/')) {
    const branch: Branch | undefined = level?.find((one) => one.id === id);
    if (!branch) return found;
    found.push(branch);
    level = branch.children;
  }
  return found;
}
