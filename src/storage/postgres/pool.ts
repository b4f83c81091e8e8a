import type { Socket } from 'node:net';
import pg from 'pg';
import { Refusal } from '../../domain/refusal.ts';

const defaultConnections = 10;
const connectMs = 5_000;
const statementMs = 60_000;
/** Longer than any statement may take: a connection that has been silent for so long is dead. */
const silentMs = statementMs + 5_000;

/** Connections to the database of this address; `?max=20` in it says how many at most. `patient`: silence is work, not death. */
export function openPool(url: string, { patient = false } = {}): pg.Pool {
  const address = addressIn(url);
  const max = Number(address.searchParams.get('max')) || defaultConnections;
  address.searchParams.delete('max');
  const pool = new pg.Pool({
    connectionString: address.href, max, connectionTimeoutMillis: connectMs, statement_timeout: statementMs, keepAlive: true, application_name: 'xuefa',
  });
  // A connection may break at any time, idle or not. Whoever uses it hears so from the query; without listeners the process would end.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    if (!patient) stream.setTimeout(silentMs, () => stream.destroy());
  });
  return pool;
}

/** The database's place without user and password, for people. */
export function placeOf(url: string): string {
  const { hostname, port, pathname, searchParams } = addressIn(url);
  return `${hostname || searchParams.get('host') || '本机'}:${port || 5432}${pathname}`;
}

function addressIn(url: string): URL {
  const address = URL.parse(url);
  if (!address || !/^postgres(ql)?:$/.test(address.protocol)) {
    throw new Refusal('database-unreachable', { where: 'DATABASE_URL', why: '写法不对，应为 postgres://用户:密码@主机:5432/数据库，密码中的特殊符号要写成 %XX' });
  }
  return address;
}
