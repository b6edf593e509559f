// Run by test_editor_build.py with `node --test`, beside a copy of the editor's sources.

import assert from "node:assert/strict";
import { test } from "node:test";

import { EditorState } from "@codemirror/state";

import { complete } from "./source/complete.js";
import { remedies, sentence, spanOf } from "./source/faults.js";
import { placeAt } from "./source/place.js";

const HERE = "|>";
const SCHEMA = {
  properties: {
    contacts: { type: "array", items: { $ref: "#/$defs/Contact" } },
    steps: { type: "array", items: { oneOf: [{ $ref: "#/$defs/Question" }, { $ref: "#/$defs/Outcome" }] } },
    start: { type: "string" },
  },
  $defs: {
    Contact: {
      type: "object",
      required: ["role"],
      properties: {
        id: { type: "string" },
        role: { enum: ["duty", "ehpo"] },
        also_called: { type: "array", items: { type: "string" } },
        hours: { type: "object", properties: { kind: { enum: ["weekly", "always"] }, outside: { anyOf: [{ type: "string" }, { type: "null" }] } } },
        open: { type: "boolean" },
      },
    },
    Question: { type: "object", properties: { id: {}, kind: { const: "question" }, asks: {}, choices: { type: "array", items: { type: "object", properties: { says: {}, next: {} } } } } },
    Outcome: { type: "object", properties: { id: {}, kind: { const: "outcome" }, action: {}, contacts: { type: "array", items: { enum: ["duty", "police"] } } } },
  },
};
const KNOWN = {
  schema: SCHEMA,
  ids: { contact: [{ id: "a.hub", says: "The hub" }], step: [{ id: "shared.danger", says: "Danger" }] },
  complete: { outside: "contact", next: "step", start: "step" },
};

function split(text) {
  const pos = text.indexOf(HERE);
  return { pos, doc: text.replace(HERE, "") };
}

function place(text) {
  const { pos, doc } = split(text);
  const lines = doc.split("\n");
  const before = doc.slice(0, pos).split("\n");
  return placeAt((number) => lines[number - 1], lines.length, before.length, before.at(-1).length);
}

function offered(text) {
  const { pos, doc } = split(text);
  const found = complete({ state: EditorState.create({ doc }), pos, explicit: true }, KNOWN);
  return (found?.options ?? []).map((each) => each.label);
}

const PLACES = [
  ["a key in a list's item", "contacts:\n  - id: a\n    ro|>", ["contacts", "-"], true],
  ["a list in its key's own column", "contacts:\n- id: a\n  ro|>", ["contacts", "-"], true],
  ["a value", "contacts:\n  - role: du|>", ["contacts", "-", "role"], false],
  ["a nested value", "contacts:\n  - hours:\n      kind: w|>", ["contacts", "-", "hours", "kind"], false],
  ["inside braces", "steps:\n  - choices:\n      - {says: a, next: b|>", ["steps", "-", "choices", "-", "next"], false],
  ["a key inside braces", 'steps:\n  - choices:\n      - {says: "a, b", n|>', ["steps", "-", "choices", "-"], true],
  ["inside brackets", "steps:\n  - contacts: [duty, |>", ["steps", "-", "contacts", "-"], false],
  ["after a sibling's own list", "contacts:\n  - also_called:\n      - x\n    ro|>", ["contacts", "-"], true],
];
for (const [name, text, path, key] of PLACES) {
  test(`finds the place: ${name}`, () => {
    const found = place(text);
    assert.deepEqual([found.path, found.key], [path, key]);
  });
}

for (const [name, text] of [["a comment", "contacts: # ro|>"], ["a text of several lines", "how: >-\n  some wo|>"], ["right after a colon", "contacts:|>"]]) {
  test(`offers nothing in ${name}`, () => assert.equal(place(text), null));
}

test("keys that are there already are not offered again", () => {
  assert.deepEqual(offered("contacts:\n  - id: a\n    |>\n    open: true"), ["role", "also_called", "hours"]);
});
test("a step's keys are those of its kind", () => {
  assert.deepEqual(offered("steps:\n  - id: a\n    kind: outcome\n    |>"), ["action", "contacts"]);
});
test("words come from the schema", () => assert.deepEqual(offered("contacts:\n  - role: |>"), ["duty", "ehpo"]));
test("yes or no where it is that", () => assert.deepEqual(offered("contacts:\n  - open: |>"), ["true", "false"]));
test("ids come from the knowledge", () => assert.deepEqual(offered("contacts:\n  - hours:\n      outside: |>"), ["a.hub"]));
test("a flow's own steps come first", () => {
  assert.deepEqual(offered("start: |>\nsteps:\n  - id: safe\n    kind: question"), ["safe", "shared.danger"]);
});

const doc = (text) => EditorState.create({ doc: text }).doc;

test("a fault marks the word it stands at", () => {
  const found = spanOf(doc("role: dutty now"), { line: 1, column: 7 });
  assert.deepEqual([found.from, found.to], [6, 11]);
});
test("a fault beyond the end marks the last line", () => {
  assert.deepEqual(spanOf(doc("a: b"), { line: 9, column: 99 }), { from: 0, to: 4 });
});
test("a fault is a sentence", () => assert.equal(sentence({ what: "A.", why: "", instead: "B." }), "A. B."));

const names = (text, fault) => {
  const found = doc(text);
  return remedies(found, fault, spanOf(found, fault)).map((each) => each.name);
};
test("what was meant can be written by a press", () => {
  assert.deepEqual(names("role: dutty", { line: 1, column: 7, instead: "Did you mean 'duty'?" }), ["Write duty"]);
});
test("tabs can be put right by a press", () => assert.deepEqual(names("\tname: x", { line: 1, column: 1 }), ["Use spaces"]));
test("Word's quotes can be put right by a press", () => {
  assert.deepEqual(names("name: \u201cx\u201d", { line: 1, column: 7 }), ["Use plain quotes and dashes"]);
});
