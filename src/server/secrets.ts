import { argon2, createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import type { Secrets } from '../commands/act.ts';
import { Refusal } from '../domain/refusal.ts';

const hash = promisify(argon2);
const parameters = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
/** Hashing shares the thread pool with fsync: no more at once than cores, and no longer queue than about five seconds. */
const atOnce = Math.max(1, availableParallelism() - 1);
const longestQueue = 300;

/** Real secrets: node:crypto throughout. */
export function createSecrets(): Secrets {
  const gate = semaphore(atOnce, longestQueue);
  const argon2id = (password: string, nonce: Buffer) => gate(() => hash('argon2id', { message: password.normalize('NFC'), nonce, ...parameters }) as Promise<Buffer>);
  return {
    token: () => randomBytes(32).toString('base64url'),
    tokenId: (token) => createHash('sha256').update(token).digest('hex'),
    signInCode: () => String(randomInt(10_000)).padStart(4, '0'),
    oneTimePassword,
    async hashPassword(password) {
      const nonce = randomBytes(16);
      return ['argon2id', parameters.memory, parameters.passes, nonce.toString('base64'), (await argon2id(password, nonce)).toString('base64')].join('$');
    },
    async checkPassword(password, kept) {
      const [kind, , , nonce = '', tag = ''] = kept.split('$');
      if (kind !== 'argon2id') return false;
      const expected = Buffer.from(tag, 'base64');
      const got = await argon2id(password, Buffer.from(nonce, 'base64'));
      return expected.length === got.length && timingSafeEqual(expected, got);
    },
  };
}

/** Three groups without letters that look alike, e.g. `Kd7m-Wq3x-Pn9r`: 12 characters of 31, at least one of each kind. */
function oneTimePassword(): string {
  const upper = 'ABCDEFGHJKMNPQRSTUVWXYZ';
  const lower = 'abcdefghjkmnpqrstuvwxyz';
  const digit = '23456789';
  const pick = (from: string) => from[randomInt(from.length)]!;
  const group = () => [upper, lower, digit, lower + digit].map(pick).join('');
  return [group(), group(), group()].join('-');
}

/** Runs at most `width` at once; beyond `queue` waiting it refuses `server-busy`. */
function semaphore(width: number, queue: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= width) {
      if (waiting.length >= queue) throw new Refusal('server-busy');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
