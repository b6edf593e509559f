// Asks the studio's own server. The answer is {status, said}; no network is {status: 0}.

const PATIENCE = 15000;
let csrf = null;

export async function ask(address, fields, { keepalive = false } = {}) {
  const answer = await post(address, fields, keepalive);
  if (answer.status !== 403 || keepalive || !(await freshToken())) return answer;
  return post(address, fields, keepalive);
}

export async function get(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return { status: response.status, said: await response.json() };
  } catch {
    return { status: 0, said: {} };
  }
}

async function post(address, fields, keepalive) {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf ?? document.body.dataset.csrf },
      body: JSON.stringify(fields),
      cache: "no-store",
      keepalive,
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { status: response.status, said: await response.json() };
  } catch {
    return { status: 0, said: {} };
  }
}

// After signing in again in another window the old token counts no more.
async function freshToken() {
  const { status, said } = await get("/studio/api/me");
  const fresh = status === 200 && said.csrf !== (csrf ?? document.body.dataset.csrf);
  if (fresh) csrf = said.csrf;
  return fresh;
}
