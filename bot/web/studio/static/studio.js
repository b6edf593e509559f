// Helps on the studio's pages. Everything but the one-time link works without this file.
"use strict";

const find = (selector, within = document) => within.querySelector(selector);
const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];
const csrf = () => document.body.dataset.csrf;

document.documentElement.classList.add("js");

// ---- the one-time link ---------------------------------------------------------------------------------------------

// The token stands behind the # of the address, which no browser sends or logs; it leaves the address bar at once.
function signInByLink() {
  const form = find("#sign-in");
  const token = /^#link=(.+)$/.exec(location.hash)?.[1];
  if (!form || !token) return;
  history.replaceState(null, "", location.pathname + location.search);
  form.token.value = decodeURIComponent(token);
  form.requestSubmit();
}

// ---- the menu on a phone -------------------------------------------------------------------------------------------

function openMenu(event) {
  const open = find("#nav").classList.toggle("open");
  event.currentTarget.setAttribute("aria-expanded", String(open));
}

// ---- asking the server ---------------------------------------------------------------------------------------------

async function postJson(address, fields) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf() },
    body: JSON.stringify(fields),
    cache: "no-store",
  });
  return { status: response.status, said: await response.json() };
}

// ---- a contact, looked at while it is typed ------------------------------------------------------------------------

const LOOK_AFTER = 350;
let looks = 0;

function fieldsOf(form) {
  const fields = { id: form.dataset.id };
  for (const [name, value] of new FormData(form)) {
    if (/^days-/.test(name)) (fields[name] ??= []).push(value);
    else fields[name] = value;
  }
  return fields;
}

function showHours(form) {
  const kind = find("[name=hours_kind]:checked", form)?.value;
  for (const part of findAll("[data-only]", form)) part.toggleAttribute("data-off", part.dataset.only !== kind);
}

async function lookAt(form) {
  const mine = ++looks;
  let answer;
  try {
    answer = await postJson("/studio/api/contact", fieldsOf(form));
  } catch {
    return;
  }
  if (mine === looks && answer.status === 200) showLook(form, answer.said);
}

function showLook(form, { problems, preview, changed, lines }) {
  for (const place of findAll("[data-problem]", form)) {
    const here = problems.filter((each) => each.field === place.dataset.problem);
    const words = here.map((each) => [each.says, each.instead].filter(Boolean).join(" ")).join(" ");
    if (place.textContent.trim() !== words) place.textContent = words;
    markField(form, place.dataset.problem, here.length > 0);
  }
  const seen = find("#seen");
  seen.hidden = false;
  seen.className = `seen ${problems.length ? "not-right" : "right"}`;
  find("#verdict").textContent = verdict(problems, changed);
  find("#preview").textContent = preview;
  find("details", seen).hidden = !lines.length;
  find("#lines").replaceChildren(diffOf(lines));
}

function verdict(problems, changed) {
  if (problems.length === 1) return "One thing is not right yet.";
  if (problems.length) return `${problems.length} things are not right yet.`;
  return changed ? "This is right. It is not saved yet." : "This is right, and what the draft says.";
}

function markField(form, name, wrong) {
  const input = name && form.elements[name];
  if (!(input instanceof HTMLElement)) return;
  input.toggleAttribute("aria-invalid", wrong);
  if (wrong) input.setAttribute("aria-invalid", "true");
  input.closest(".field")?.classList.toggle("bad-field", wrong);
}

function diffOf(lines) {
  const box = document.createElement("pre");
  box.className = "diff";
  const names = { "+": "added", "-": "removed", "@": "place" };
  for (const [sign, text] of lines) {
    const line = document.createElement("span");
    line.className = names[sign] ?? "same";
    const word = document.createElement("span");
    word.className = "unseen";
    word.textContent = { "+": "New: ", "-": "Old: " }[sign] ?? "";
    line.append(word, sign === "@" ? `Line ${/\+(\d+)/.exec(text)?.[1] ?? ""}` : text || " ");
    box.append(line);
  }
  return box;
}

function watchContact(form) {
  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => lookAt(form), LOOK_AFTER);
  };
  form.addEventListener("input", () => { showHours(form); soon(); });
  showHours(form);
  if ("canEdit" in form.dataset) soon();
}

// ---- a worry, tried ------------------------------------------------------------------------------------------------

async function tryIt(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const says = find("#try-says");
  says.textContent = "Working it out. The first time after a change takes some seconds.";
  form.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const sides = find("#sides", page);
    if (!sides) throw new Error("no answer in the page");
    find("#sides").replaceChildren(...document.adoptNode(sides).childNodes);
    says.className = find("#try-says", page).className;
    says.textContent = find("#try-says", page).textContent || (response.ok ? "Done." : "That could not be tried. Change it and try again.");
  } catch {
    says.textContent = "No answer came back. Try again in a moment.";
  } finally {
    form.removeAttribute("aria-busy");
  }
}

// Only the chosen council's areas can be chosen.
function showAreas(form) {
  const groups = findAll("optgroup", form.area);
  for (const group of groups) group.disabled = group.hidden = group.dataset.authority !== form.authority.value;
  if (form.area.selectedOptions[0]?.closest("optgroup")?.disabled) form.area.value = "";
  find("#area-field").hidden = groups.every((group) => group.disabled);
}

function watchTry(form) {
  form.addEventListener("submit", tryIt);
  form.authority.addEventListener("change", () => showAreas(form));
  showAreas(form);
}

// ---- what changes for whom, worked out while one waits -------------------------------------------------------------

const NEXT_LOOK = 1000;

function showChanges(job) {
  find("#changes").dataset.state = job.state;
  if (find("#changes-said").textContent !== job.said) find("#changes-said").textContent = job.said;
  const bar = find("#changes-done");
  bar.hidden = job.state !== "running";
  bar.value = job.done;
  const parsed = new DOMParser().parseFromString(job.html || "", "text/html");
  find("#changes-html").replaceChildren(...document.adoptNode(parsed.body).childNodes);
  if (job.state === "running") setTimeout(followChanges, NEXT_LOOK);
}

async function followChanges() {
  try {
    const response = await fetch("/studio/api/changes", { cache: "no-store" });
    showChanges(await response.json());
  } catch {
    find("#changes-said").textContent = "No connection. Open this page again in a moment.";
  }
}

/** Tells the server that nobody waits for a comparison any longer. */
function leaveChanges() {
  if (find("#changes").dataset.state !== "running") return;
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrf() };
  fetch("/studio/api/changes", { method: "POST", headers, body: '{"gone": true}', keepalive: true });
}

async function startChanges(event) {
  event.preventDefault();
  const { said } = await postJson("/studio/api/changes", {});
  if (said.state) showChanges(said);
  else find("#changes-said").textContent = [said.error, said.advice].filter(Boolean).join(" ");
}

// ---- small things --------------------------------------------------------------------------------------------------

async function copy(event) {
  const button = event.currentTarget;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Selected: now copy it";
  }
}

signInByLink();
addEventListener("hashchange", signInByLink);
find(".menu")?.addEventListener("click", openMenu);
if (find("#contact")) watchContact(find("#contact"));
if (find("#try")) watchTry(find("#try"));
if (find("#changes")) {
  find("#changes form").addEventListener("submit", startChanges);
  if (find("#changes").dataset.state === "running") followChanges();
  addEventListener("pagehide", leaveChanges);
}
for (const button of findAll("[data-copy]")) button.addEventListener("click", copy);
