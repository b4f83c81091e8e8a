import { z } from 'zod';
import { cancelSession, closeSession } from '../commands/close-session.ts';
import { openSession } from '../commands/open-session.ts';
import { renewCode } from '../commands/renew-code.ts';
import { scheduleSession } from '../commands/schedule-session.ts';
import { markPresent, signInToSession, voidSignIn } from '../commands/sign-in-to-session.ts';
import { instantOf } from '../domain/calendar.ts';
import { capacities, meetingKinds } from '../domain/study-session.ts';
import { formAction } from './form-action.ts';

const sessionId = z.string().max(40);
const reason = z.string('请写明原因').trim().min(2, '请写明原因，至少两个字').max(100, '原因不超过 100 字');
const name = (label: string) => z.string(`请填写${label}`).trim().min(1, `请填写${label}`).max(40, `${label}太长`);

const startsAt = z.object({
  date: z.iso.date('请填写日期，如 2026-12-01'), time: z.string('请填写时间').regex(/^([01]\d|2[0-3]):[0-5]\d$/, '请填写时间，如 09:00'),
});

export const sessionActions = {
  scheduleSession: formAction(startsAt.extend({
    sessionId, unitId: z.string(), lessonId: z.string('请选择课程').min(1, '请选择课程'), meetingKind: z.enum(meetingKinds), minutes: z.coerce.number('请填写分钟数').int().min(5, '至少 5 分钟').max(240, '至多 240 分钟'),
    place: name('地点'), host: name('主持人'), lecturer: name('领学人'), capacity: z.enum(capacities),
    lateAfterMinutes: z.coerce.number('请填写分钟数').int().min(0).max(60, '至多 60 分钟'),
  }), async (act, { date, time, ...input }) => ({ to: `/sessions/${await scheduleSession(act, { ...input, kind: 'pre-meeting', startsAt: instantOf(date, time) })}` })),

  openSession: formAction(z.object({ sessionId }), async (act, input) => {
    await openSession(act, input.sessionId);
    return { to: `/sessions/${input.sessionId}` };
  }),

  renewCode: formAction(z.object({ sessionId }), async (act, input) => {
    await renewCode(act, input.sessionId);
    return { to: `/sessions/${input.sessionId}` };
  }),

  signIn: formAction(z.object({ sessionId, code: z.string('请填写签到码').trim().regex(/^\d{4}$/, '签到码是四位数字') }), async (act, input) => {
    await signInToSession(act, input.sessionId, input.code);
    return { to: `/sessions/${input.sessionId}` };
  }),

  markPresent: formAction(z.object({ sessionId, memberId: z.string('请选择人员').min(1, '请选择人员'), reason }), async (act, input) => {
    await markPresent(act, input.sessionId, input.memberId, input.reason);
    return { to: `/sessions/${input.sessionId}#register` };
  }),

  voidSignIn: formAction(z.object({ sessionId, memberId: z.string('请选择人员').min(1, '请选择人员'), reason }), async (act, input) => {
    await voidSignIn(act, input.sessionId, input.memberId, input.reason);
    return { to: `/sessions/${input.sessionId}#register` };
  }),

  closeSession: formAction(z.object({ sessionId, note: z.string().max(2000, '讨论要点不超过 2000 字').nullish() }), async (act, input) => {
    await closeSession(act, input.sessionId, input.note?.trim() ?? '');
    return { to: `/sessions/${input.sessionId}` };
  }),

  cancelSession: formAction(z.object({ sessionId, reason }), async (act, input) => {
    await cancelSession(act, input.sessionId, input.reason);
    return { to: `/sessions/${input.sessionId}` };
  }),
};
