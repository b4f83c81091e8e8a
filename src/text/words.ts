import type { AttendanceState } from '../domain/attendance.ts';
import type { FactKind } from '../domain/fact.ts';
import type { Measure } from '../domain/measure.ts';
import type { Role } from '../domain/member.ts';
import type { Question } from '../domain/question.ts';
import type { RulingKind } from '../domain/ruling.ts';
import type { SittingState } from '../domain/sitting.ts';
import type { SittingPurpose } from '../domain/sitting-scope.ts';
import type { Unit } from '../domain/unit.ts';
import type { capacities, meetingKinds, SessionState } from '../domain/study-session.ts';

/** Words for codes. A missing word is a type error. */
export const roleWords: Record<Role, string> = { cadre: '学员', trainer: '授课人', leader: '领导', admin: '管理员' };

export const unitKindWords: Record<Unit['kind'], string> = { office: '单位', section: '科室' };

export const meetingWords: Record<(typeof meetingKinds)[number], string> = {
  'directors-meeting': '主任办公会', 'party-group-meeting': '党组会', 'leading-group-study': '中心组学习', 'staff-meeting': '干部职工会',
};

export const capacityWords: Record<(typeof capacities)[number], string> = {
  leader: '领导干部', backbone: '业务骨干', lawyer: '律师', judge: '法官', 'party-school': '党校教师', other: '其他',
};

export const sessionStateWords: Record<SessionState, string> = { scheduled: '待开始', open: '签到中', closed: '已结束', cancelled: '已取消' };

export const attendanceWords: Record<AttendanceState, string> = { present: '出席', late: '迟到', absent: '缺席', awaited: '未签到' };

export const questionTypeWords: Record<Question['type'], string> = { single: '单选', multiple: '多选', 'true-false': '判断', blank: '填空', match: '配对', order: '排序', short: '简答', case: '案例', classify: '归类', 'find-fault': '找错' };

export const sittingWords: Record<SittingPurpose, string> = { practice: '练习', mistakes: '错题重练', review: '复习' };

export const sittingStateWords: Record<SittingState, string> = { open: '未答', right: '答对', wrong: '答错', marking: '待对照要点', gone: '已停用' };

export const rulingWords: Record<RulingKind, string> = { stands: '维持原答案', 'also-right': '申诉成立，这样答也算对', withdrawn: '申诉成立，题目作废' };

export const measureWords: Record<Measure, string> = {
  'lessons-completed': '完成课数', 'first-try': '首答正确率', 'practice-first': '练习首答', 'sessions-held': '学法会次数', 'attendance-due': '应到人次',
  attended: '实到人次', late: '迟到人次', absent: '缺席人次',
};

/** How each figure is counted, said beside it. */
export const measureRules: Record<Measure, string> = {
  'lessons-completed': '本期内用答题证明学完的课，一人学完一课计一次。',
  'first-try': '本期内每人在课里每题第一次作答，答对的占比。有争议的题不计。',
  'practice-first': '本期内第一次见到、在练习里作答的题，一人一题计一次；只用来改进题目，不作评价。',
  'sessions-held': '本期内已结束并锁定登记表的学法会；对个人只计本人应到的。',
  'attendance-due': '本期内已结束的学法会应到名单，一人一会计一次。',
  attended: '应到名单中已签到的，含迟到，一人一会计一次。',
  late: '签到晚于规定时间的，一人一会计一次。',
  absent: '学法会结束时没有签到的，一人一会计一次。',
};

export const factWords: Record<FactKind, string> = {
  'member.enrolled': '列入名册', 'member.changed': '名册变更', 'unit.founded': '设立', 'unit.renamed': '更名', 'unit.closed': '撤销或并入',
  'unit.lent': '委托授课', 'unit.lending-ended': '结束委托', 'question.answered': '答题', 'answer.marked': '评阅简答', 'practice.begun': '开始练习', 'question.practised': '练习答题', 'review.arranged': '安排复习',
  'question.disputed': '题目申诉', 'dispute.ruled': '裁定申诉', 'ruling.carried-out': '改判完毕', 'answer.regraded': '作答改判', 'lesson.completed': '学完一课',
  'session.scheduled': '安排学法会', 'session.opened': '开始签到', 'session.signed-in': '学法会签到', 'session.closed': '学法会结束',
  'session.cancelled': '取消学法会', 'law.version-announced': '登记法律新版本', 'law.text-imported': '导入法律原文', 'law.change-confirmed': '确认法律变动',
  'follow-up.answered': '跟进学法答题', 'follow-up.completed': '完成跟进学法', 'records.sealed': '封存', 'fact.voided': '撤销记录',
};
