// SPDX-License-Identifier: Apache-2.0
/** Requests to the server that served this page, and to nobody else. */

const TIMEOUT_MS = 20_000;

/**
 * Answers with the server's JSON. Throws an Error whose message is the server's sentence, or ours when it is silent;
 * `status` is the HTTP status where there was one.
 */
export async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS) });
  } catch (failure) {
    const late = failure.name === 'TimeoutError';
    throw new Error(
      late ? 'the server did not answer in time' : 'the server cannot be reached; is "vireo run web" still running?',
    );
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) {
    const failure = new Error(body?.error ?? `the server answered ${response.status} to ${path}`);
    failure.status = response.status;
    throw failure;
  }
  if (body === null) {
    throw new Error(`the server's answer to ${path} is not JSON`);
  }
  return body;
}

/** A request that changes something: the header keeps other sites' forms out. */
export function post(path, body) {
  const headers = { 'X-Vireo': '1', 'Content-Type': 'application/json' };
  return call(path, { method: 'POST', headers, body: JSON.stringify(body ?? {}), timeoutMs: 120_000 });
}

export const path = {
  nodes: () => '/api/v1/nodes',
  node: (name, rest) => `/api/v1/nodes/${encodeURIComponent(name)}/${rest}`,
  ring: (name, vif, queue, direction) =>
    `/api/v1/nodes/${encodeURIComponent(name)}/vifs/${encodeURIComponent(vif)}/ring/${encodeURIComponent(queue)}?side=${direction}`,
  faults: () => '/api/v1/faults',
  fault: (name, wish) => `/api/v1/faults/${encodeURIComponent(name)}/${wish}`,
  trace: (question) => `/api/v1/trace?${new URLSearchParams(question)}`,
};

/** The list in an answer that is a list, or an object with one under this name. */
export function listIn(answer, name) {
  return Array.isArray(answer) ? answer : Array.isArray(answer?.[name]) ? answer[name] : [];
}
