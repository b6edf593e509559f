// Puts the editor in the place of the plain box. Without this file the box and its button do the same work.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import {
  EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";

import { completion, completionKeymap } from "./complete.js";
import { Draft } from "./draft.js";
import { faultsAsYouType, sentence } from "./faults.js";
import { pictureOf } from "./flow.js";
import { hangingIndents } from "./hanging.js";
import { look } from "./look.js";
import { ask, get } from "./server.js";
import { tabLeavesUntilTyping } from "./tab.js";

const find = (selector) => document.querySelector(selector);
const element = (name, className, ...children) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
};

const form = find("#editor");
const plain = find("#text");
const { path, digest } = form.dataset;
const canEdit = "canEdit" in form.dataset;
let known = { schema: null, ids: {}, complete: {} };
let draft = null;
let checks = 0;
const redraw = pictureOf({ path, goTo: (line, column) => goTo(line, column) });

// ---- what the page says --------------------------------------------------------------------------------------------

function say(text, wrong = false) {
  const state = find("#state");
  state.textContent = text;
  state.classList.toggle("wrong", wrong);
}

const FOUND_SO_FAR = "Nothing is wrong in this file as far as can be seen: put the others right first.";
const counted = (number) => (number === 1 ? "One thing to put right" : `${number} things to put right`);

function tell({ faults, elsewhere }) {
  const wrong = faults.filter((fault) => !fault.warning);
  const others = (elsewhere ?? []).filter((fault) => !fault.warning);
  const verdict = wrong.length ? `${counted(wrong.length)} in this file.` : others.length ? FOUND_SO_FAR : "Nothing is wrong in this file.";
  const parts = [element("p", wrong.length ? "count bad" : "count good", verdict)];
  if (wrong.length) parts.push(listOf(wrong, jump));
  const mild = faults.filter((fault) => fault.warning);
  if (mild.length) parts.push(element("h3", "", "Not wrong, but to look at"), listOf(mild, jump));
  if (others.length) parts.push(element("h3", "", `${counted(others.length)} in other files`), listOf(others, elsewhereLink));
  find("#faults").replaceChildren(...parts);
}

const listOf = (faults, link) => element("ol", "faults", ...faults.map((fault) => element("li", "", link(fault), said(fault))));
const said = (fault) => element("span", "", ` ${sentence(fault)}`);

function jump(fault) {
  const link = element("a", "", `Line ${fault.line}.`);
  link.href = "#text-label";
  link.addEventListener("click", (event) => { event.preventDefault(); goTo(fault.line, fault.column); });
  return link;
}

function elsewhereLink(fault) {
  if (!fault.edit) return element("span", "", `${fault.path}, line ${fault.line}.`);
  const link = element("a", "", `${fault.path}, line ${fault.line}.`);
  link.href = fault.edit;
  return link;
}

function onOthers({ others, by, at }, changed) {
  const lines = others.map((each) => each.unsaved
    ? `Somebody else (${each.title}) has unsaved changes in this file since ${each.since}.`
    : `Somebody else (${each.title}) has this file open since ${each.since}.`);
  if (changed) lines.push(`${by || "Somebody else"} saved this file${at ? ` at ${at}` : ""}, after you opened it. When you save, you will see both texts and choose.`);
  const box = find("#others");
  if (box.textContent !== lines.join("")) box.replaceChildren(...lines.map((line) => element("p", "", line)));
}

// ---- two texts, when somebody else saved first -----------------------------------------------------------------------

function onConflict({ error, theirs, digest: theirDigest, by, at }) {
  const box = find("#conflict");
  const mine = view.state.doc.toString();
  find("#conflict-says").textContent = `${by || "Somebody else"} saved this file${at ? ` at ${at}` : ""}, after you opened it. Nothing was overwritten. Yours is still in the editor above.`;
  find("#conflict-theirs").textContent = theirs;
  box.hidden = false;
  say(error || "Not saved: somebody else saved this file first.", true);
  find("#keep-theirs").onclick = () => settle(theirs, theirDigest, "Theirs is in the editor now. Yours can be had back with undo.");
  find("#keep-mine").onclick = () => settle(mine, theirDigest, "Save again to put yours in the place of theirs.");
  find("#conflict h2").focus();
}

function settle(text, theirDigest, words) {
  draft.digest = theirDigest;
  draft.saved = find("#conflict-theirs").textContent;
  if (text !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  find("#conflict").hidden = true;
  say(words);
  view.focus();
}

// ---- the editor ----------------------------------------------------------------------------------------------------

async function check(text) {
  const mine = ++checks;
  redraw(text);
  const { status, said: answer } = await ask("/studio/api/check", { path, text });
  if (mine !== checks || status !== 200 || answer.superseded) return null;
  return answer;
}

function goTo(number, column) {
  const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
  const at = Math.min(line.from + Math.max(column - 1, 0), line.to);
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
  view.focus();
}

function typed(update) {
  if (!update.docChanged) return;
  plain.value = update.state.doc.toString();
  draft?.changed();
  if (draft?.unsaved) say("Not saved yet.");
}

// Nothing can be typed until it is known whether unsaved text is to come back: it would be written over.
const writing = new Compartment();

const extensions = [
  EditorView.cspNonce.of(document.body.dataset.nonce),
  lineNumbers(), highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(),
  indentUnit.of("  "), EditorState.tabSize.of(2), bracketMatching(), closeBrackets(), highlightActiveLine(),
  highlightSelectionMatches(), EditorView.lineWrapping, hangingIndents, search({ top: true }), yaml(), look,
  completion(() => known), faultsAsYouType(check, tell, null), tabLeavesUntilTyping((words) => say(words)),
  writing.of(EditorState.readOnly.of(true)),
  EditorView.contentAttributes.of({
    "aria-labelledby": "text-label", "aria-describedby": "text-hint", tabindex: "0", spellcheck: "false", autocorrect: "off",
    autocapitalize: "off", "data-gramm": "false",
  }),
  EditorView.updateListener.of(typed),
  keymap.of([
    ...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab,
  ]),
];

const frame = element("div", "editor-frame");
const view = new EditorView({ state: EditorState.create({ doc: plain.value, extensions }), parent: frame });

plain.before(frame);
plain.hidden = true;
document.documentElement.classList.add("has-editor");
find("#text-label").addEventListener("click", (event) => { event.preventDefault(); view.focus(); });

async function begin() {
  const [ids, file] = await Promise.all([
    get(`/studio/api/completion?path=${encodeURIComponent(path)}`), get(`/studio/api/file?path=${encodeURIComponent(path)}`),
  ]);
  if (ids.status === 200) known = { schema: ids.said.schema ?? null, ids: ids.said.ids ?? {}, complete: ids.said.complete ?? {} };
  const text = plain.defaultValue;
  draft = new Draft({ path, digest, text, now: () => view.state.doc.toString(), say, onOthers, onConflict, onSaved });
  if (file.said.unsaved && file.said.unsaved.text !== text && canEdit) offerUnsaved(file.said.unsaved);
  view.dispatch({ effects: writing.reconfigure(EditorState.readOnly.of(!canEdit)) });
  form.dataset.ready = "";
  draft.begin();
  if (view.state.doc.toString() !== text) draft.changed();
}

// What the officer typed last time and did not save comes back by itself, and can be let go.
function offerUnsaved({ text, at, digest: from }) {
  const now = view.state.doc.toString();
  draft.digest = from || draft.digest;
  draft.kept = text;
  view.dispatch({ changes: { from: 0, to: now.length, insert: text } });
  find("#unsaved-says").textContent = `Here is what you typed and did not save (${at}).`;
  find("#unsaved").hidden = false;
  find("#let-go").onclick = () => {
    draft.digest = digest;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: draft.saved } });
    find("#unsaved").hidden = true;
    draft.forget();
    view.focus();
  };
}

function onSaved({ faults, elsewhere }) {
  find("#unsaved").hidden = true;
  find("#conflict").hidden = true;
  if (!faults) return;
  if (elsewhere) tell({ faults, elsewhere });
}

function saveKey(event) {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  event.preventDefault();
  if (canEdit) draft?.save();
}

document.addEventListener("keydown", saveKey);
form.addEventListener("submit", (event) => { event.preventDefault(); draft?.save(); });
if (Number(form.dataset.line) > 0) goTo(Number(form.dataset.line), Number(form.dataset.column) || 1);
begin();

