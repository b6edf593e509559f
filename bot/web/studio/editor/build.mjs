// Builds ../static/editor.js: one file, the same bytes from the same lock. `npm ci --ignore-scripts && npm run build`.
// The licences of what is built in stand at its head. `--out FILE` writes elsewhere, for the test that compares.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = process.argv[2] === "--out" ? process.argv[3] : join(HERE, "../static/editor.js");

const built = await build({
  absWorkingDir: HERE,
  entryPoints: ["source/main.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome109", "firefox115", "safari16"],
  charset: "ascii",
  legalComments: "none",
  metafile: true,
  write: false,
});

const packages = new Set(Object.keys(built.metafile.inputs).map(packageOf).filter(Boolean));
writeFileSync(OUT, `/*! ${notice([...packages].sort())}\n*/\n${built.outputFiles[0].text}`);

function packageOf(file) {
  return /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
}

// Each licence once, under the packages that came with it.
function notice(names) {
  const texts = new Map();
  for (const name of names) {
    const folder = join(HERE, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const text = (file ? readFileSync(join(folder, file), "utf8") : license).trim().replaceAll("\r\n", "\n");
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
  }
  const parts = [...texts].map(([text, who]) => `${who.join(", ")}\n\n${text}`);
  return ["earlyhelp's editor, made from bot/web/studio/editor (MIT). Built in:", ...parts].join("\n\n").replaceAll("*/", "* /");
}
