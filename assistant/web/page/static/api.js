// What the page asks of /api/v1. Every answer comes as the service gives it; every failure as {code, zh, en}.

/** A problem of the service (RFC 9457) in both languages. */
export class Problem extends Error {
  constructor({ code = "internal", zh = "没有成功，请稍后再试", en = "it did not work; try again later", status = 0 } = {}) {
    super(`${zh} | ${en}`);
    Object.assign(this, { code, zh, en, status });
  }
}

const LOST = { code: "lost", zh: "连接中断，请稍后再试", en: "the connection is lost; try again" };

async function ask(method, path, body) {
  const given = { method, headers: { Accept: "application/json" }, cache: "no-store" };
  if (body !== undefined) {
    given.headers["Content-Type"] = "application/json";
    given.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(`/api/v1${path}`, given);
  } catch {
    throw new Problem(LOST);
  }
  if (!answer.ok) throw await problem(answer);
  return answer.status === 204 ? null : answer.json();
}

async function problem(answer) {
  const told = await answer.json().catch(() => ({}));
  return new Problem({ ...worded(told), status: answer.status });
}

const worded = (told) => ({ code: told.code, ...(told.detail && { zh: told.detail, en: told.detail_en ?? told.detail }) });

const get = (path) => ask("GET", path);
const post = (path, body = {}) => ask("POST", path, body);
const id = encodeURIComponent;

export const api = {
  me: () => get("/me"),
  conversations: async () => [],
  conversation: (name) => get(`/conversations/${id(name)}`),
};
