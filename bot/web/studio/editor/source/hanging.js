// A long line that is broken goes on under its own beginning, so that indents can be read on a phone.

import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin } from "@codemirror/view";

const MOST = 16;
const BEGINNING = /^ *(?:- +)*/;
const widths = Array.from({ length: MOST + 1 }, (_, columns) => columns);
const marks = widths.map((columns) => Decoration.line({ class: `hangs-${columns}` }));
const rules = EditorView.theme(Object.fromEntries(widths.map((columns) => [
  `.hangs-${columns}`, { textIndent: `-${columns}ch`, paddingLeft: `calc(${columns}ch + 6px)` },
])));

function marked(view) {
  const found = new RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      const columns = Math.min(BEGINNING.exec(line.text)[0].length + 2, MOST);
      found.add(line.from, line.from, marks[columns]);
      at = line.to + 1;
    }
  }
  return found.finish();
}

const plugin = ViewPlugin.fromClass(class {
  constructor(view) { this.decorations = marked(view); }
  update(update) { if (update.docChanged || update.viewportChanged) this.decorations = marked(update.view); }
}, { decorations: (each) => each.decorations });

export const hangingIndents = [plugin, rules];
