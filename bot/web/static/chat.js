// Makes the page a conversation. Everything works without this file; with it, earlier answers stay on the page.
// What is typed goes to /ask in a form's body and is kept nowhere, also not here. localStorage holds the place only.
"use strict";

const PLACE = "earlyhelp-place";
const KEEP_TYPED_AFTER = new Set(["identifiers", "too_long", "unreadable", "empty", "failed"]);
const PATIENCE = 20000;
const ESCAPES = 3;
const ESCAPES_WITHIN = 3000;

const find = (selector, within = document) => within.querySelector(selector);
const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];

document.documentElement.classList.add("js");

// ---- leaving -------------------------------------------------------------------------------------------------------

function leave() {
  const away = document.body.dataset.exit;
  try { localStorage.removeItem(PLACE); } catch { /* storage may be switched off */ }
  document.body.replaceChildren();
  document.title = "Weather";
  history.replaceState(null, "", "/");
  location.replace(away);
}

const escapes = [];
function countEscape(event) {
  if (event.key !== "Escape") return;
  escapes.push(event.timeStamp);
  while (escapes[0] < event.timeStamp - ESCAPES_WITHIN) escapes.shift();
  if (escapes.length >= ESCAPES) leave();
}

document.addEventListener("keydown", countEscape);
find("#exit")?.addEventListener("click", (event) => { event.preventDefault(); leave(); });

// ---- the place -----------------------------------------------------------------------------------------------------

const composer = find("#composer");
const chosen = () => find("input[name=authority]:checked", composer);

function remembered() {
  try { return JSON.parse(localStorage.getItem(PLACE)) ?? {}; } catch { return {}; }
}

function remember() {
  const place = { authority: chosen()?.value ?? "", area: composer.area.value, school: composer.school.value };
  try { localStorage.setItem(PLACE, JSON.stringify(place)); } catch { /* storage may be switched off */ }
}

function showPlace() {
  const authority = chosen();
  const id = authority?.value ?? "";
  const area = composer.area.selectedOptions[0];
  const where = area?.value ? `, ${area.textContent}` : "";
  find("#place").classList.toggle("unchosen", !authority);
  find("#place-chosen").textContent = authority ? authority.parentElement.textContent.trim() + where : "choose one";
  for (const each of findAll("[data-for-authority]")) each.hidden = Boolean(id) && each.dataset.forAuthority !== id;
  for (const group of findAll("optgroup", composer.area)) group.disabled = group.hidden = group.dataset.authority !== id;
  find("#more-place").hidden = !find(`optgroup[data-authority="${CSS.escape(id)}"]`, composer.area);
}

function choosePlace(place) {
  const radio = find(`input[name=authority][value="${CSS.escape(place.authority ?? "")}"]`, composer);
  if (radio) radio.checked = true;
  if (place.area !== undefined) composer.area.value = place.area;
  if (composer.area.selectedIndex < 0) composer.area.value = "";
  if (place.school !== undefined) composer.school.value = place.school;
  if (radio) find("#place").open = false;
}

function placeChanged(event) {
  if (event.target.name === "authority") {
    composer.area.value = "";
    composer.school.value = "";
  }
  remember();
  showPlace();
}

// ---- asking --------------------------------------------------------------------------------------------------------

let waiting = false;

async function ask(form, pressed) {
  const fields = new URLSearchParams(new FormData(form));
  if (pressed?.name) fields.set(pressed.name, pressed.value);
  return askWith(form, fields, pressed);
}

async function askWith(form, fields, pressed) {
  if (waiting) return;
  busy(true);
  try {
    const response = await fetch("/ask", {
      method: "POST",
      headers: { "X-Requested-With": "fetch" },
      body: fields,
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok) throw new Error(String(response.status));
    answered(await response.text(), form, fields, pressed);
  } catch {
    failed();
  } finally {
    busy(false);
  }
}

function busy(on) {
  waiting = on;
  find("#status").textContent = on ? "Reading …" : "";
  find("#turns").setAttribute("aria-busy", String(on));
  document.body.classList.toggle("busy", on);
}

function answered(html, form, fields, pressed) {
  const turn = find("article.turn", new DOMParser().parseFromString(html, "text/html"));
  if (!turn) throw new Error("no answer in the page");
  find("#failed").hidden = true;
  quietenWelcome();
  for (const earlier of findAll("article.turn")) earlier.classList.add("earlier");
  if (!KEEP_TYPED_AFTER.has(turn.dataset.kind)) showSaid(form, fields, pressed);
  find("#turns").append(document.adoptNode(turn));
  prepare(turn);
  continueFrom(turn);
  turn.scrollIntoView({ block: "start" });
  find(".headline", turn).focus({ preventScroll: true });
}

// The page keeps its heading for those who hear it.
function quietenWelcome() {
  const heading = find("#welcome h1");
  if (!heading) return;
  heading.className = "quiet";
  heading.textContent = "Your answer";
  find("#welcome").replaceWith(heading);
  find("#example")?.remove();
}

// The person's own words stay in their own page, and only there. A message that was stopped is not repeated.
function showSaid(form, fields, pressed) {
  const text = pressed?.name === "choice" ? pressed.textContent.trim() : fields.get("typed")?.trim();
  if (text) {
    const said = document.createElement("p");
    said.className = "said";
    const who = document.createElement("span");
    who.className = "unseen";
    who.textContent = "You: ";
    said.append(who, text);
    find("#turns").append(said);
  }
  if (form === composer || form.hasAttribute("data-resend")) composer.typed.value = "";
}

function continueFrom(turn) {
  composer.state.value = turn.dataset.state;
  composer.event.value = turn.dataset.event;
  if (turn.dataset.authority) choosePlace({ authority: turn.dataset.authority, area: turn.dataset.area });
  if (turn.dataset.authority) remember();
  find("#typed-label").textContent = turn.dataset.typedLabel;
  composer.typed.rows = 2;
  showPlace();
}

// The numbers are already in the page: they need no network.
function failed() {
  const box = find("#failed");
  const numbers = find("#numbers").cloneNode(true);
  for (const each of [numbers, ...findAll("[id]", numbers)]) each.removeAttribute("id");
  numbers.removeAttribute("aria-labelledby");
  find("h2", numbers)?.remove();
  const emergency = document.createElement("p");
  emergency.append(...find(".danger-line").cloneNode(true).childNodes);
  find("[data-copy-of-numbers]").replaceChildren(emergency, numbers);
  box.hidden = false;
  box.scrollIntoView({ block: "start" });
  find("h2", box).focus({ preventScroll: true });
}

// ---- what stands in an answer --------------------------------------------------------------------------------------

function prepare(within) {
  for (const form of findAll("form[data-ask]", within)) form.addEventListener("submit", submitted);
  for (const button of findAll("[data-copy]", within)) button.addEventListener("click", copy);
}

function submitted(event) {
  event.preventDefault();
  ask(event.target, event.submitter);
}

async function copy(event) {
  const button = event.currentTarget;
  const text = document.getElementById(button.dataset.copy);
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
    find("#status").textContent = button.textContent = "Copied";
  } catch {
    button.textContent = "Selected: now copy it";
  }
}

// Enter sends where there is a keyboard and a mouse; on a phone it is a new line, and the button sends.
function typedKey(event) {
  const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
  if (!sends || !matchMedia("(pointer: fine)").matches) return;
  event.preventDefault();
  composer.requestSubmit();
}

if (composer) {
  const answer = find("article.turn");
  if (answer?.dataset.authority) remember();
  else if (!answer) choosePlace(remembered());
  prepare(document);
  showPlace();
  composer.addEventListener("change", placeChanged);
  composer.typed.addEventListener("keydown", typedKey);
  if (answer) find(".headline", answer).focus({ preventScroll: true });
}
