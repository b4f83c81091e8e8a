import { request, type IncomingHttpHeaders } from 'node:http';
import { demoPassword } from '../../scripts/demo/people.ts';
import { accounts, type Person } from './second-office.ts';

export interface Answer { status: number; headers: IncomingHttpHeaders; location: string | null; bytes: Buffer; text: string }
export type Fields = Record<string, string | readonly string[]>;

/** A browser's worth of HTTP without the browser: keeps cookies, sends the origin of the site, follows nothing. */
export class Client {
  readonly origin: string;
  readonly cookies = new Map<string, string>();

  constructor(origin: string) {
    this.origin = origin;
  }

  static async loggedIn(origin: string, person: Person | null): Promise<Client> {
    const client = new Client(origin);
    if (person) await client.logIn(accounts[person]);
    return client;
  }

  async logIn(account: string, password = demoPassword, fields: Fields = {}): Promise<Answer> {
    return this.post('/login', { account, password, ...fields });
  }

  get(address: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', address, headers);
  }

  /** `_action` of the site's own forms: the page's address and the action's name. */
  act(page: string, action: string, fields: Fields | FormData, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post(`${page}?_action=${action}`, fields, headers);
  }

  /** A header that is undefined is not sent. */
  async post(address: string, fields: Fields | FormData, headers: Record<string, string | undefined> = {}): Promise<Answer> {
    const form = new Response(fields instanceof FormData ? fields : encoded(fields));
    return this.send('POST', address, { origin: this.origin, 'content-type': form.headers.get('content-type')!, ...headers }, Buffer.from(await form.arrayBuffer()));
  }

  send(method: string, address: string, headers: Record<string, string | undefined>, body?: Buffer): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const { hostname, port } = new URL(this.origin);
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path: address, method, agent: false, headers: Object.fromEntries(Object.entries({ cookie: cookie || undefined, 'content-length': body && String(body.length), ...headers }).filter((one): one is [string, string] => one[1] !== undefined)) }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject).on('end', () => {
          const bytes = Buffer.concat(chunks);
          for (const line of response.headers['set-cookie'] ?? []) this.#keep(line);
          resolve({ status: response.statusCode!, headers: response.headers, location: response.headers.location ?? null, bytes, text: bytes.toString('utf8') });
        });
      });
      sent.on('error', reject).end(body);
    });
  }

  #keep(line: string): void {
    const [name = '', value = ''] = line.split(';', 1)[0]!.split('=');
    if (value && !/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.set(name, value);
    else this.cookies.delete(name);
  }
}

function encoded(fields: Fields): URLSearchParams {
  return new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one as string])));
}

/** What a reader sees of a page: no tags, blanks closed up. */
export function visibleText(html: string): string {
  return html.replace(/<(script|style|head)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&').replace(/\s+/g, ' ');
}
