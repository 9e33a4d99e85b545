import { isAway, tellReach } from "./reach";

/** A failure the server explained (RFC 9457), or that we could not reach it at all (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string | undefined;
  readonly hint: string | undefined;
  readonly position: number | undefined;
  readonly length: number | undefined;

  constructor(status: number, body: Record<string, unknown>) {
    super(String(body.detail ?? body.title ?? `The server answered ${status}.`));
    this.status = status;
    this.code = body.code as string | undefined;
    this.hint = body.hint as string | undefined;
    this.position = body.position as number | undefined;
    this.length = body.length as number | undefined;
  }
}

let csrfToken = "";
export function rememberCsrfToken(token: string | undefined) {
  csrfToken = token ?? "";
}

export const apiRoot = "/api/v1";

export async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = csrfToken;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(apiRoot + path, {
      method,
      headers,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable();
  }
  if (isAway(response.status, response.headers.get("Content-Type")?.includes("json") ?? false))
    throw unreachable();
  tellReach(true);
  const text = await response.text();
  const json = parse(text);
  if (!response.ok) throw new ApiError(response.status, (json as Record<string, unknown>) ?? {});
  return json as T;
}

function unreachable(): ApiError {
  tellReach(false);
  return new ApiError(0, {
    detail: "The server cannot be reached.",
    hint: "Nothing was lost here: try again when it is back.",
  });
}

function parse(text: string): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const get = <T>(path: string, signal?: AbortSignal) => call<T>("GET", path, undefined, signal);
export const post = <T>(path: string, body?: unknown, signal?: AbortSignal) =>
  call<T>("POST", path, body, signal);
export const put = <T>(path: string, body?: unknown) => call<T>("PUT", path, body);
export const patch = <T>(path: string, body?: unknown) => call<T>("PATCH", path, body);
export const del = <T>(path: string) => call<T>("DELETE", path);

export async function getText(url: string, maxBytes: number, signal?: AbortSignal): Promise<string> {
  const response = await fetch(url, { headers: { Range: `bytes=0-${maxBytes - 1}` }, signal });
  if (!response.ok) throw new ApiError(response.status, { detail: "The file could not be read." });
  return response.text();
}

/** For answers that are a file. */
export async function postForBlob(path: string, body: unknown): Promise<Blob> {
  const response = await fetch(apiRoot + path, {
    method: "POST",
    headers: { "X-CSRF-Token": csrfToken, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.ok) return response.blob();
  throw new ApiError(response.status, (parse(await response.text()) as Record<string, unknown>) ?? {});
}

export const e = encodeURIComponent;
export const query = (values: Record<string, string | number | boolean | undefined>) => {
  const pairs = Object.entries(values).filter(([, v]) => v !== undefined && v !== "");
  return pairs.length ? `?${pairs.map(([k, v]) => `${k}=${e(String(v))}`).join("&")}` : "";
};
