import type { Law, LawVersion } from '../domain/law.ts';
import type { ImportLine } from '../domain/law-import.ts';
import type { ComparedRow } from '../domain/law-comparison.ts';

export const lawKindWords: Record<Law['kind'], string> = {
  constitution: '宪法', law: '法律', 'administrative-regulation': '行政法规', 'party-and-state-regulation': '党中央、国务院联合发布的法规',
  'local-regulation': '地方性法规', 'judicial-interpretation': '司法解释',
};

export const versionStateWords = { 'in-force': '现行有效', coming: '尚未施行', past: '已失效' } as const;

/** How the first day in force is known, where the text itself does not say it. */
export const effectiveFromWords: Record<LawVersion['effectiveFrom'], string> = { text: '', index: '施行日取自法规索引，文本未载。', knowledge: '施行日取自一般知识，文本未载，请核对。' };

export const outcomeWords: Record<ImportLine['outcome'], string> = {
  'first-text': '将导入', 'other-text': '将替换已导入的文本', 'same-text': '与已导入的相同，不重复导入', 'new-version': '登记中没有的新版本', faulty: '不能导入',
};

export const rowStateWords: Record<ComparedRow['state'], string> = { same: '未变', moved: '只变条号', changed: '有改动', added: '新增', removed: '删去', noted: '有变动', unknown: '没有比对' };
