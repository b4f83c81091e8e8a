import { questionSchema, type Of, type QuestionType } from '../src/domain/question.ts';

const choice = {
  single: [{ id: 'a', text: '当场登记', right: true }, { id: 'b', text: '请他改天再来', why: '来了就要登记' }, { id: 'c', text: '请他去别的窗口', why: '先登记，再定去向' }],
  multiple: [
    { id: 'a', text: '来信人姓名', right: true }, { id: 'b', text: '反映的事项', right: true }, { id: 'c', text: '拆信人的心情', why: '与办理无关' }, { id: 'd', text: '收到的日期', right: true },
  ],
};

/** What makes each type itself, as an author writes it: small scenes of an office that does not exist. */
export const written = {
  single: { stem: '居民老胡到窗口递来一份材料，先做什么？', options: choice.single },
  multiple: { stem: '登记一封来信，要记下哪些？', options: choice.multiple },
  'true-false': { stem: '来信没有写清门牌号，就可以不登记。', answer: false },
  blank: { stem: '登记之后 ____ 内定去向，去向写进 ____。', blanks: [{ kind: 'number', value: 15, unit: '日' }, { kind: 'text', answers: ['登记簿', '来信登记簿'] }] },
  match: {
    stem: '把来信反映的事与承办的科室连起来。', extra: ['食堂'],
    pairs: [{ left: '路灯不亮', right: '市政科' }, { left: '楼上漏水', right: '房管科' }, { left: '工钱未发', right: '劳动科' }],
  },
  order: { stem: '把收到来信以后的事排出先后。', steps: ['拆封', '登记', '转送', '答复'] },
  short: { stem: '老胡问为什么要登记，怎样答他？', marking: 'self', points: ['登记才有据可查', '登记才好算期限', '登记才能告知去向'], needed: 2 },
  case: {
    stem: '读下面的经过，回答各个小题。', scene: '周一上午，居民老胡到青禾街道的窗口递来一份材料，说楼上漏水三个月没有人管，请给个答复。',
    parts: [
      { type: 'single', stem: '窗口先做什么？', options: choice.single },
      { type: 'multiple', stem: '登记时要记下哪些？', options: choice.multiple },
      { type: 'true-false', stem: '漏水的事应当登记。', answer: true },
      { type: 'blank', stem: '____ 内答复，写进 ____。', blanks: [{ kind: 'number', value: 60, unit: '日' }, { kind: 'text', answers: ['登记簿'] }] },
    ],
  },
  classify: {
    stem: '老胡不服裁决书，这件事归到哪一类？', answer: 'appeal/arbitration',
    tree: [
      { id: 'appeal', text: '申诉求决', children: [{ id: 'arbitration', text: '仲裁' }, { id: 'review', text: '复核' }] },
      { id: 'advice', text: '意见建议', children: [{ id: 'service', text: '服务' }, { id: 'rules', text: '规定' }] },
      { id: 'report', text: '检举控告' },
    ],
  },
  'find-fault': {
    stem: '下面这份告知书有几处不妥，找出来。',
    passages: [{ text: '老胡同志：' }, { text: '您的材料收到了，暂不登记。', fault: '收到就要登记' }, { text: '去向定下以后告诉您。' }, { text: '请勿再来。', fault: '不得拒绝来访' }, { text: '青禾街道窗口' }],
  },
} satisfies Record<QuestionType, object>;

export const questionTypes = Object.keys(written) as QuestionType[];

/** A valid small question of the type, with what is said otherwise. */
export function aQuestionOf<T extends QuestionType>(type: T, over: Record<string, unknown> = {}): Of<T> {
  return questionSchema.parse({
    id: `${type}-01`, type, explanation: '收到就登记，登记了再定去向。', cites: ['sample-law/22/1'], topic: '登记', difficulty: 1, ...written[type], ...over,
  }) as Of<T>;
}
