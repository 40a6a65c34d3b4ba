import type { Session } from '../sign-in/session';
import { ApiError, errorOf, NO_ANSWER } from './api-error';
import { isRow, type Row, rowsOf, textOf } from './row';

export type Query = Readonly<Record<string, string>>;

export interface Page {
  results: Row[];
  next: string | null;
}

export interface Request {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: Row | undefined;
  /** The same for each try of one wish, so that it is carried out once. */
  idempotencyKey: string;
}

/** The HTTP API. Every refusal or failure is thrown as an ApiError. */
export interface Api {
  get(path: string, query?: Query, signal?: AbortSignal): Promise<Row>;
  page(path: string, query?: Query, signal?: AbortSignal): Promise<Page>;
  send(request: Request): Promise<Row>;
}

export function createApi(session: Session): Api {
  async function ask(path: string, init: RequestInit): Promise<Row> {
    const response = await fetchOrSay(path, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${await session.token()}` },
      cache: 'no-store',
      credentials: 'omit',
    });
    const body = await bodyOf(response);
    if (response.status === 401) session.ended();
    if (!response.ok) throw errorOf(response.status, body);
    return isRow(body) ? body : {};
  }

  const get: Api['get'] = (path, query = {}, signal) => {
    const search = new URLSearchParams(query).toString();
    return ask(search ? `${path}?${search}` : path, signal ? { signal } : {});
  };

  return {
    get,
    async page(path, query, signal) {
      const answer = await get(path, query, signal);
      return { results: rowsOf(answer, 'results'), next: textOf(answer, 'next') };
    },
    send: ({ method, path, body, idempotencyKey }) =>
      ask(path, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(method === 'POST' && { 'idempotency-key': idempotencyKey }),
        },
        ...((body || method !== 'DELETE') && { body: JSON.stringify(body ?? {}) }),
      }),
  };
}

async function fetchOrSay(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, NO_ANSWER);
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return {};
  }
}
