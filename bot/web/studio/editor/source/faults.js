// Faults: underlined where they stand, said in a tip and in a list below, and put right by a press where that is plain.

import { lintGutter, linter } from "@codemirror/lint";

const SUGGESTED = /Did you mean '([^']+)'/;
const CURLY = { "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u00a0": " " };

// The parts of a text that a fault marks: from its column to the end of the word, or of the line where no word stands.
export function spanOf(doc, fault) {
  const line = doc.line(Math.min(Math.max(fault.line, 1), doc.lines));
  const from = Math.min(line.from + Math.max(fault.column - 1, 0), line.to);
  const rest = line.text.slice(from - line.from);
  const word = /^("[^"]*"|'[^']*'|[^\s,{}[\]:]+)/.exec(rest);
  const to = from + (word ? word[0].length : rest.length);
  return to > from ? { from, to } : { from: line.from, to: line.to };
}

export function diagnosticOf(doc, fault) {
  const span = spanOf(doc, fault);
  return {
    ...span,
    severity: fault.warning ? "warning" : "error",
    source: fault.rule,
    message: sentence(fault),
    renderMessage: () => rendered(fault),
    actions: remedies(doc, fault, span),
  };
}

export const sentence = (fault) => [fault.what, fault.why, fault.instead].filter(Boolean).join(" ");

function rendered(fault) {
  const box = document.createElement("div");
  for (const [name, text] of [["what", fault.what], ["why", fault.why], ["instead", fault.instead]]) {
    if (!text) continue;
    const part = document.createElement("p");
    part.className = `fault-${name}`;
    part.textContent = text;
    box.append(part);
  }
  return box;
}

// Presses that put a fault right; the text may have moved on, so each looks at what stands there now.
export function remedies(doc, fault, span) {
  const found = [];
  const meant = SUGGESTED.exec(fault.instead ?? "");
  if (meant) found.push({ name: `Write ${meant[1]}`, apply: (view, from, to) => replace(view, from, to, meant[1]) });
  const line = doc.lineAt(span.from);
  if (line.text.includes("\t")) found.push(rewriting("Use spaces", (text) => text.replaceAll("\t", "  ")));
  if (/[\u2018\u2019\u201c\u201d\u2013\u2014\u00a0]/.test(doc.sliceString(span.from, span.to))) {
    found.push(rewriting("Use plain quotes and dashes", (text) => text.replace(/./gsu, (letter) => CURLY[letter] ?? letter)));
  }
  return found;
}

function rewriting(name, change) {
  return {
    name,
    apply(view, from) {
      const line = view.state.doc.lineAt(Math.min(from, view.state.doc.length));
      replace(view, line.from, line.to, change(line.text));
    },
  };
}

function replace(view, from, to, insert) {
  const old = view.state.sliceDoc(from, to);
  const quoted = /^(["']).*\1$/.test(old) ? `${old[0]}${insert}${old[0]}` : insert;
  view.dispatch({ changes: { from, to, insert: quoted }, userEvent: "input" });
  view.focus();
}

// `check(text)` asks the server; it answers {faults, elsewhere}, or null when a newer question was asked meanwhile.
export function faultsAsYouType(check, tell, first) {
  let given = first;
  const source = async (view) => {
    const doc = view.state.doc;
    const answer = given ?? (await check(doc.toString()));
    given = null;
    if (!answer) return currentOf(view);
    tell(answer);
    last = answer.faults;
    return answer.faults.map((fault) => diagnosticOf(doc, fault));
  };
  let last = [];
  const currentOf = (view) => last.map((fault) => diagnosticOf(view.state.doc, fault));
  return [linter(source, { delay: 500 }), lintGutter()];
}

