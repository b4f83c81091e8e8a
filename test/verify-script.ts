import { spawn } from 'node:child_process';
import path from 'node:path';

/** What the script said and how it ended. */
export interface Said { code: number | null; out: string; err: string }

/** `npm run verify` on what is named. */
export function verify(...named: string[]): Promise<Said> {
  return runVerify({}, ...named);
}

export function runVerify(environment: Record<string, string>, ...given: string[]): Promise<Said> {
  return new Promise((resolve, reject) => {
    const script = path.resolve(import.meta.dirname, '../scripts/verify.ts');
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...given], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.stderr.on('data', (chunk) => { err += chunk; });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

/** An answer without the person behind it. */
export function answered(memberId: string, attempt: number) {
  return {
    id: `answered/registration-01/${attempt}`, kind: 'question.answered' as const, at: `2026-03-02T01:0${attempt}:00.000Z`,
    actorId: memberId, subjectId: memberId, contextId: null, unitId: 'unit-reception',
    body: { lessonId: 'petition-regulations/registration', questionId: 'registration-01', attempt, chosen: ['a'], cites: ['petition-work-regulations@2022/22'] },
  };
}
