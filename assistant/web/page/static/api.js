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

async function send(path, file) {
  const body = new FormData();
  body.append("file", file);
  const answer = await fetch(`/api/v1${path}`, { method: "POST", headers: { Accept: "application/json" }, body }).catch(() => {
    throw new Problem(LOST);
  });
  if (!answer.ok) throw await problem(answer);
  return answer.json();
}

async function problem(answer) {
  const told = await answer.json().catch(() => ({}));
  return new Problem({ ...worded(told), status: answer.status });
}

const worded = (told) => ({ code: told.code, ...(told.detail && { zh: told.detail, en: told.detail_en ?? told.detail }) });

const get = (path) => ask("GET", path);
const post = (path, body) => ask("POST", path, body);
const id = encodeURIComponent;

/** Only what was filled in. */
const query = (given) => new URLSearchParams(Object.entries(given).filter(([, value]) => value !== "" && value !== null && value !== undefined)).toString();

export const api = {
  documents: (wanted, offset, limit) => get(`/documents?${query({ ...wanted, offset, limit })}`),
  document: (name) => get(`/documents/${id(name)}`),
  originalUrl: (name) => `/api/v1/documents/${id(name)}/original`,
  correct: (name, fields) => ask("PATCH", `/documents/${id(name)}`, fields),
  permit: (name, groups) => ask("PUT", `/documents/${id(name)}/groups`, { groups }),
  remove: (name) => ask("DELETE", `/documents/${id(name)}`),
  job: (name) => get(`/jobs/${id(name)}`),
  upload,

  kinds: () => get("/letters/kinds"),
  questions: (text) => post("/letters/questions", { text }),
  letterFile: (file) => send("/letters/questions/file", file),
  letters: () => get("/letters?limit=50"),
  letter: (name, version) => get(`/letters/${id(name)}?${query({ version })}`),
  write: (given) => post("/letters", given),
  fillLetter: (name, given) => ask("PATCH", `/letters/${id(name)}/fields`, given),
  addSentence: (name, given) => post(`/letters/${id(name)}/sentences`, given),
  editSentence: (name, sentence, given) => ask("PUT", `/letters/${id(name)}/sentences/${id(sentence)}`, given),
  weigh: (name, sentence, text) => post(`/letters/${id(name)}/sentences/${id(sentence)}/weigh`, { text }),
  finalise: (name, given) => post(`/letters/${id(name)}/final`, given),
  forgetLetter: (name) => ask("DELETE", `/letters/${id(name)}`),
  letterPages: (name, version, evidence) => get(`/letters/${id(name)}/pages?${query({ version, evidence })}`),
  letterPageUrl: (name, page, version, evidence) => `/api/v1/letters/${id(name)}/pages/${page}?${query({ version, evidence })}`,
  letterUrl: (name, paper, version, evidence) => `/api/v1/letters/${id(name)}/files/${paper}?${query({ version, evidence })}`,

  conversations: () => get("/conversations?limit=50"),
  conversation: (name) => get(`/conversations/${id(name)}`),
  forget: (name) => ask("DELETE", `/conversations/${id(name)}`),
  feedback: (given) => post("/feedback", given),

  users: () => get("/users"),
  addUser: (given) => post("/users", given),
  changeUser: (name, given) => ask("PATCH", `/users/${id(name)}`, given),
  removeUser: (name) => ask("DELETE", `/users/${id(name)}`),
  unlock: (name) => post(`/users/${id(name)}/unlock`),
  password: (old, chosen) => post("/me/password", { old, new: chosen }),
  keys: () => get("/keys?everybody=true"),
  makeKey: (given) => post("/keys", given),
  revoke: (name) => ask("DELETE", `/keys/${id(name)}`),
  audit: (before) => get(`/audit?${query({ limit: 50, before })}`),
  verifyAudit: () => get("/audit/verify"),
  auditUrl: () => "/api/v1/audit/export",
  testModel: () => post("/model/test"),
  backup: () => post("/backups"),

  suites: () => get("/evals/suites"),
  runs: () => get("/evals/runs"),
  run: (given) => post("/evals/runs", given),
  stop: (name) => ask("DELETE", `/evals/runs/${id(name)}`),
  compared: (name) => get(`/evals/runs/${id(name)}/compare`),
  reportUrl: (name) => `/api/v1/evals/runs/${id(name)}/report`,
};

/** Send a file; `tell` hears which share of it has gone. {done: promise of the job, stop: gives it up}. */
function upload(file, tell) {
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append("files", file);
  const done = new Promise((then, fail) => {
    request.upload.addEventListener("progress", (event) => event.lengthComputable && tell(event.loaded / event.total));
    request.addEventListener("load", () => {
      let told = {};
      try {
        told = JSON.parse(request.responseText);
      } catch {
        // an answer that is no JSON comes from no part of ours; the status says enough
      }
      if (request.status >= 200 && request.status < 300) then(told);
      else fail(new Problem({ ...worded(told), status: request.status }));
    });
    request.addEventListener("error", () => fail(new Problem(LOST)));
    request.addEventListener("abort", () => fail(new Problem({ code: "stopped", zh: "已取消上传", en: "the upload was given up" })));
  });
  request.open("POST", "/api/v1/documents");
  request.setRequestHeader("Accept", "application/json");
  request.send(body);
  return { done, stop: () => request.abort() };
}
