// What a JSON Schema allows at a place in a file.

export function resolve(schema, part) {
  let node = part;
  for (let hops = 0; node?.$ref && hops < 20; hops++) node = node.$ref.slice(2).split("/").reduce((at, key) => at?.[key], schema);
  return node;
}

// Every shape that may stand here; null is none that an officer would choose.
export function shapes(schema, part) {
  const node = resolve(schema, part);
  if (!node) return [];
  const several = node.anyOf ?? node.oneOf ?? node.allOf;
  if (several) return several.flatMap((each) => shapes(schema, each));
  return node.type === "null" ? [] : [node];
}

// The shapes at the end of a path. `siblings` tell apart shapes that differ by a constant, as steps do by their kind.
export function shapesAt(schema, path, siblings = {}) {
  let now = shapes(schema, schema);
  for (const key of path) {
    now = now.flatMap((each) => shapes(schema, key === "-" ? each.items : each.properties?.[key] ?? open(each)));
  }
  const fitting = now.filter((each) => fits(each, siblings));
  return fitting.length ? fitting : now;
}

const open = (node) => (typeof node.additionalProperties === "object" ? node.additionalProperties : undefined);

function fits(node, siblings) {
  return Object.entries(node.properties ?? {}).every(([key, each]) => each.const === undefined || !siblings[key] || siblings[key] === each.const);
}

export const isObject = (node) => node.type === "object" || Boolean(node.properties);

// The words that may stand as a value.
export function wordsOf(nodes) {
  const words = nodes.flatMap((each) => each.enum ?? (each.const !== undefined ? [each.const] : each.type === "boolean" ? [true, false] : []));
  return [...new Set(words.map(String))];
}
