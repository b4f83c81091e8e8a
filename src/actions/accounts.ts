import { z } from 'zod';
import { changePassword } from '../commands/change-password.ts';
import { logIn } from '../commands/log-in.ts';
import { endLogIn } from '../commands/log-out.ts';
import { setUpOffice } from '../commands/set-up-office.ts';
import { Refusal } from '../domain/refusal.ts';
import { cookieName, localPath, setLogInCookie } from './log-in-cookie.ts';
import { formAction } from './form-action.ts';

const account = z.string('请填写账号').trim().min(1, '请填写账号').max(32, '账号太长');

export const accountActions = {
  logIn: formAction(z.object({ account, password: z.string('请填写密码').min(1, '请填写密码').max(256, '密码太长'), next: z.string().nullish() }), async (act, input, context) => {
    const device = describeDevice(context.request.headers.get('user-agent') ?? '');
    const { token, mustChange } = await logIn(act, { ...input, device, oldToken: context.cookies.get(cookieName)?.value ?? null })
      .then((done) => { context.locals.kept = done.kept; return done; });
    setLogInCookie(context, token);
    return { to: mustChange ? '/account/password' : localPath(input.next) };
  }),

  logOut: formAction(z.object({}), async (act, _input, context) => {
    if (context.locals.recognised) await endLogIn(act, context.locals.recognised.logInId);
    context.cookies.delete(cookieName, { path: '/' });
    return { to: '/login' };
  }),

  endLogIn: formAction(z.object({ logInId: z.string() }), async (act, { logInId }) => {
    await endLogIn(act, logInId);
    return { to: '/account' };
  }),

  changePassword: formAction(z.object({
    current: z.string('请填写原密码').min(1, '请填写原密码'), password: z.string('请填写新密码').min(1, '请填写新密码'), repeated: z.string('请再填一次新密码').min(1, '请再填一次新密码'),
  }).refine((input) => input.password === input.repeated, { path: ['repeated'], message: '两次填写的新密码不一致' }), async (act, input, { locals }) => {
    const { recognised } = locals;
    if (!recognised) throw new Refusal('not-signed-in');
    await changePassword(act, { account: recognised.account, logInId: recognised.logInId, current: input.current, next: input.password });
    return { to: recognised.mustChange ? '/' : '/account?done=password' };
  }),

  setUp: formAction(z.object({
    setupCode: z.string('请填写启动码'), officeName: z.string('请填写单位名称').trim().min(2, '单位名称至少两个字').max(40, '单位名称太长'), account,
    name: z.string('请填写姓名').trim().min(1, '请填写姓名').max(40, '姓名太长'), password: z.string('请填写密码').min(1, '请填写密码'), per: z.enum(['week', 'month']),
  }), async (act, { setupCode, per, ...input }, { locals }) => {
    if (!locals.site.setUpCode || setupCode.trim() !== locals.site.setUpCode) throw new Refusal('setup-code-wrong');
    await setUpOffice(act, { ...input, goal: { lessons: 1, per } });
    return { to: '/login?done=setup' };
  }),
};

/** `Chrome，Windows`: enough to recognise one's own device in a list. */
function describeDevice(userAgent: string): string {
  const browser = [['Edg', 'Edge'], ['MicroMessenger', '微信'], ['Firefox', 'Firefox'], ['Chrome', 'Chrome'], ['Safari', 'Safari']].find(([mark]) => userAgent.includes(mark!))?.[1] ?? '其他浏览器';
  const system = [['Windows', 'Windows'], ['Android', '安卓手机'], ['iPhone', '苹果手机'], ['iPad', '苹果平板'], ['Mac OS', '苹果电脑'], ['Linux', 'Linux']].find(([mark]) => userAgent.includes(mark!))?.[1] ?? '其他系统';
  return `${browser}，${system}`;
}
