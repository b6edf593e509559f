// Where the cursor stands in a YAML file: read from indents and dashes, so that it works in a line that is half typed.

const ENTRY = /^("[^"]*"|'[^']*'|[^\s#:[\]{},"'-][^:#[\]{},]*?)\s*:(?:\s+(.*)|$)/;
const BLOCK_TEXT = /^[|>][+-]?\d?\s*(?:#.*)?$/;

// A line's dashes (the columns they stand in), its key with its column, and what follows the colon.
export function partsOf(line) {
  const dashes = [];
  let column = line.search(/\S|$/);
  while (line[column] === "-" && (line[column + 1] === " " || column + 1 === line.length)) {
    dashes.push(column);
    const gap = line.slice(column + 1).search(/\S|$/);
    column += 1 + Math.max(gap, 1);
  }
  const rest = line.slice(column);
  const entry = ENTRY.exec(rest);
  return { dashes, column, rest, key: entry ? bare(entry[1]) : null, value: entry ? (entry[2] ?? "").trim() : null };
}

const bare = (text) => text.replace(/^["']|["']$/g, "");
const isEmpty = (line) => /^\s*(#.*)?$/.test(line);

// {path: [keys, with "-" for an item of a list], siblings: {key: value}, key: true|false, prefix} or null where nothing
// can be completed: in a comment, in a text of several lines. `line(n)` gives line n; lines count from 1.
export function placeAt(line, count, row, column) {
  const before = line(row).slice(0, column);
  if (/(^|\s)#|:$/.test(before) || inBlockText(line, row)) return null;
  const here = partsOf(before);
  const path = parents(line, row, here);
  const siblings = siblingsOf(line, count, row, here.column);
  if (/^[[{]/.test(here.rest)) return inFlow(path, here.rest, siblings);
  if (here.key === null) return { path, siblings, key: true, prefix: here.rest, column: here.column };
  const value = before.slice(here.column).replace(ENTRY_KEY, "");
  if (/^[[{]/.test(value)) return inFlow([...path, here.key], value, siblings);
  return { path: [...path, here.key], siblings, key: false, prefix: value.replace(/^["']/, "") };
}

const ENTRY_KEY = /^("[^"]*"|'[^']*'|[^:]*?)\s*:\s*/;

function inBlockText(line, row) {
  let within = indentOf(line(row));
  for (let above = row - 1; above > 0 && within > 0; above--) {
    if (isEmpty(line(above))) continue;
    const parts = partsOf(line(above));
    if (indentOf(line(above)) >= within) continue;
    if (parts.value !== null && BLOCK_TEXT.test(parts.value)) return true;
    within = indentOf(line(above));
  }
  return false;
}

const indentOf = (line) => line.search(/\S|$/);

// The keys and list items that the cursor's line stands in, from the outside in. A line gives way to the one that holds
// it: a key stands further left (or, for a list, in the same column), a dash always further left.
function parents(line, row, here) {
  const path = here.dashes.map(() => "-");
  let column = here.dashes[0] ?? here.column;
  let isDash = here.dashes.length > 0;
  for (let above = row - 1; above > 0 && (column > 0 || isDash); above--) {
    if (isEmpty(line(above))) continue;
    const parts = partsOf(line(above));
    if (parts.key !== null && parts.value === "" && (parts.column < column || (isDash && parts.column === column))) {
      path.unshift(parts.key);
      column = parts.column;
      isDash = false;
    }
    for (const dash of [...parts.dashes].reverse()) {
      if (dash >= column) continue;
      path.unshift("-");
      column = dash;
      isDash = true;
    }
  }
  return path;
}

// The keys beside the cursor's own, with their values.
function siblingsOf(line, count, row, column) {
  const found = {};
  const look = (from, step) => {
    for (let at = from; at > 0 && at <= count; at += step) {
      if (isEmpty(line(at))) continue;
      const parts = partsOf(line(at));
      const begins = parts.dashes.length > 0 && parts.column === column;
      if (step > 0 && begins) return;
      if (indentOf(line(at)) < column && !begins) return;
      if (parts.column === column && parts.key !== null) found[parts.key] = parts.value;
      if (step < 0 && begins) return;
    }
  };
  const own = partsOf(line(row));
  if (!own.dashes.length) look(row - 1, -1);
  look(row + 1, 1);
  return found;
}

// The same inside {braces} and [brackets] on one line.
function inFlow(path, value, around) {
  const stack = [];
  let start = 0;
  let quote = "";
  for (let at = 0; at < value.length; at++) {
    const letter = value[at];
    if (quote) { if (letter === quote) quote = ""; continue; }
    if (letter === '"' || letter === "'") quote = letter;
    else if (letter === "{" || letter === "[") { stack.push({ opens: letter, keys: {}, key: null }); start = at + 1; }
    else if (letter === "}" || letter === "]") { stack.pop(); start = at + 1; }
    else if (letter === ":" && stack.at(-1)?.opens === "{" && /\s|^$/.test(value[at + 1] ?? "")) {
      stack.at(-1).key = bare(value.slice(start, at).trim());
      start = at + 1;
    } else if (letter === "," && stack.length) {
      const top = stack.at(-1);
      if (top.key) top.keys[top.key] = value.slice(start, at).trim();
      top.key = null;
      start = at + 1;
    }
  }
  if (!stack.length) return null;
  const inner = [...path];
  for (const each of stack) {
    if (each.opens === "[") inner.push("-");
    else if (each.key !== null) inner.push(each.key);
  }
  const top = stack.at(-1);
  const prefix = value.slice(start).trimStart();
  const key = top.opens === "{" && top.key === null;
  return { path: inner, siblings: top.opens === "{" ? top.keys : around, key, prefix: prefix.replace(/^["']/, ""), flow: true };
}
