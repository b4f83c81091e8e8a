import { isRefusal, Refusal } from '../../domain/refusal.ts';

/**
 * `raced`: another server was first, what was known is stale; `lost`: no answer, so nobody knows whether it was done;
 * `full`: no room; `other`: the database understood and declined.
 */
export type Fault = 'raced' | 'lost' | 'full' | 'other';

export function faultIn(error: unknown): Fault {
  if (isMistake(error)) return 'other';
  const code = sqlStateOf(error);
  if (!code) return 'lost';
  // unique violation; the chain does not end where it was thought to (see `fact-statements.ts`); deadlock; serialisation
  if (['23505', '22012', '40P01', '40001'].includes(code)) return 'raced';
  if (code === '53100') return 'full';
  // connection; shutting down or starting up; no more connections; now a standby; ended by an administrator or by its own time limit
  if (code.startsWith('08') || code.startsWith('57') || ['53300', '25006', '25P03'].includes(code)) return 'lost';
  return 'other';
}

/** What was to be stored could not be had; the database is not to blame. */
export class SourceFailed extends Error {}

/** What a caller hears. A program's own mistake stays what it is. */
export function refusalFor(error: unknown): unknown {
  if (error instanceof SourceFailed) return error.cause;
  if (isRefusal(error) || isMistake(error)) return error;
  return new Refusal(faultIn(error) === 'full' ? 'store-full' : 'store-stopped', { cause: sqlStateOf(error) ?? codeOf(error) });
}

/** Why the database cannot be used at the start, in a sentence without the password. */
export function unreachable(error: unknown, where: string): unknown {
  if (isRefusal(error)) return error;
  const code = sqlStateOf(error) ?? codeOf(error);
  const known = reasons[code];
  return new Refusal('database-unreachable', { where, why: known ?? `数据库没有正常回应（${code}）` });
}

const reasons: Record<string, string> = {
  ECONNREFUSED: '那里没有数据库在运行，或端口不对', ENOTFOUND: '找不到这台主机，请核对主机名', EAI_AGAIN: '暂时查不到这台主机，请检查网络',
  ETIMEDOUT: '在规定时间内没有回应，请检查网络和防火墙', ENOENT: '找不到数据库的本机套接字', EHOSTUNREACH: '网络不通',
  '28P01': '用户名或密码不对', '28000': '数据库不允许这个用户从这里登录', '3D000': '没有这个名称的数据库，请先建立', '42501': '这个用户没有建表的权限',
  '3F000': '没有可以建表的模式', '53300': '数据库的连接数已满', '57P03': '数据库正在启动或关闭，请稍后再试', '25006': '这是只读的备用库，请改用主库的地址',
};

/** Five characters given by the database; what Node calls its errors is longer or shorter. */
function sqlStateOf(error: unknown): string | null {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  return typeof code === 'string' && severity !== undefined ? code : null;
}

function codeOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: string };
  if (typeof code === 'string') return code;
  return /timeout|timed out/i.test(message ?? '') ? 'ETIMEDOUT' : 'ECONNRESET';
}

function isMistake(error: unknown): boolean {
  return error instanceof TypeError || error instanceof SyntaxError || (error instanceof Error && /^(\$?ZodError|RangeError)$/.test(error.name));
}
