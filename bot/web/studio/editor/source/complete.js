// Completion: keys and words from the schema, and ids that the knowledge has.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";

import { partsOf, placeAt } from "./place.js";
import { isObject, resolve, shapes, shapesAt, wordsOf } from "./schema.js";

const WORD = /[\w.#-]*$/;
const NEEDS_QUOTES = /^(yes|no|on|off|true|false|null|[\d.]+)$/i;

export const completion = (known) => autocompletion({ override: [(context) => complete(context, known())], icons: false });
export { completionKeymap };

// `known`: {schema, ids: {name: [{id, says}]}, complete: {key: name in ids}}.
export function complete(context, known) {
  const doc = context.state.doc;
  const here = doc.lineAt(context.pos);
  const line = (number) => doc.line(number).text;
  const place = placeAt(line, doc.lines, here.number, context.pos - here.from);
  if (!place) return null;
  const typed = WORD.exec(place.prefix)[0];
  if (!context.explicit && !typed && place.key) return null;
  const options = place.key ? keysOrItems(place, known, doc) : values(place, known, doc);
  return options.length ? { from: context.pos - typed.length, options, validFor: WORD } : null;
}

function keysOrItems(place, known, doc) {
  const nodes = known.schema ? shapesAt(known.schema, place.path, place.siblings) : [];
  const keys = nodes.filter(isObject).flatMap((node) => keysOf(node, place, known.schema));
  return keys.length ? unique(keys) : place.path.at(-1) === "-" ? values(place, known, doc) : [];
}

function keysOf(node, place, schema) {
  const required = new Set(node.required ?? []);
  return Object.entries(node.properties ?? {})
    .filter(([key]) => !(key in place.siblings))
    .map(([key, each]) => {
      const child = shapes(schema, each)[0];
      return {
        label: key,
        apply: key + after(child, place),
        detail: required.has(key) ? "needed" : "",
        info: resolve(schema, each)?.description ?? each.description,
        boost: required.has(key) ? 50 : 0,
      };
    });
}

function after(child, place) {
  if (place.flow || !child) return ": ";
  const inner = `\n${" ".repeat(place.column + 2)}`;
  if (child.type === "array") return `:${inner}- `;
  return isObject(child) ? `:${inner}` : ": ";
}

function values(place, known, doc) {
  const key = place.path.filter((each) => each !== "-").at(-1);
  const nodes = known.schema ? shapesAt(known.schema, place.path) : [];
  const words = wordsOf(nodes).map((word, index) => ({ label: word, boost: -Math.min(index, 90) }));
  if (words.length) return words;
  return unique([...stepsHere(key, known, doc), ...(known.ids[known.complete[key]] ?? []).map(asOption)]);
}

const asOption = ({ id, says }) => ({ label: id, detail: says ? shortened(says) : "", apply: NEEDS_QUOTES.test(id) ? `"${id}"` : id });
const shortened = (says) => (says.length > 60 ? `${says.slice(0, 59)}…` : says);

// A flow's own steps, also those that are not saved yet.
function stepsHere(key, known, doc) {
  if (known.complete[key] !== "step") return [];
  const found = [];
  for (let number = 1; number <= doc.lines; number++) {
    const parts = partsOf(doc.line(number).text);
    if (parts.key === "id" && parts.dashes.length === 1 && parts.value) found.push({ label: parts.value, boost: 20 });
  }
  return found;
}

function unique(options) {
  const seen = new Set();
  return options.filter(({ label }) => !seen.has(label) && seen.add(label));
}
