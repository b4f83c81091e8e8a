import type { ItemFlag } from '../domain/item-flag.ts';
import { takersFloor, type Choice, type ItemStatistics } from '../domain/item-statistics.ts';
import type { Question } from '../domain/question.ts';
import { correlationText, shareText } from './shares.ts';

export const questionStateWords: Record<Question['state'], string> = { draft: '在写', reviewed: '已核未启用', live: '在用', retired: '已停用' };

export const questionUseWords: Record<Question['use'], string> = { check: '想一想', practice: '练习' };

export const flagWords: Record<ItemFlag['code'], string> = {
  misleads: '误导', backwards: '越会越错', 'hardly-tells': '分不出会与不会', 'too-hard': '过难', 'too-easy': '过易', 'unused-choice': '选项无人选',
};

export const choiceWords: Record<Choice['standing'], string> = { key: '正确', ruled: '裁定也对', wrong: '' };

/** Why nothing is said about a question. */
export const silentWords: Record<NonNullable<ItemStatistics['silent']>, string> = { 'too-few': `首答不足 ${takersFloor} 人，暂不统计`, marked: '简答由人对照要点评阅，不作统计' };

/** Why a question should be looked at, in one sentence with its figures. `answer`: the words of what was chosen, where the flag is about a choice. */
export function flagSentence(flag: ItemFlag, answer: string): string {
  switch (flag.code) {
    case 'misleads': {
      const rightly = flag.severalRight ? `有一个正确选项只有 ${flag.right} 人选` : `答对的只有 ${flag.right} 人`;
      return `${partText(flag.part)}其他题答得好的 ${flag.best} 人里，${flag.wrong} 人答“${answer}”，${rightly}，请核对题干和答案。`;
    }
    case 'backwards': return `其他题答得越好的人，这道题越容易答错：区分度 ${correlationText(flag.discrimination)}，按 ${flag.discrimination.people} 人计算，请核对答案。`;
    case 'hardly-tells': return `其他题答得好的和答得差的，在这道题上几乎没有分别：区分度 ${correlationText(flag.discrimination)}，按 ${flag.discrimination.people} 人计算。`;
    case 'too-hard': return `${flag.takers} 人首答，只有 ${shareText(flag.facility)}答对，题目过难，或者课里没有讲清。`;
    case 'too-easy': return `${flag.takers} 人首答，${shareText(flag.facility)}答对，几乎人人都会。`;
    case 'unused-choice': return `${partText(flag.part)}${flag.takers} 人首答，没有人选“${answer}”，这个选项起不到干扰作用。`;
  }
}

function partText(part: number | null): string {
  return part === null ? '' : `第（${part}）小题：`;
}
