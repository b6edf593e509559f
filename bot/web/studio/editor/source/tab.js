// Tab must never hold anybody in the editor. Coming in by keyboard, Tab goes on to the next thing; after typing it
// indents; after Escape it leaves again, for as long as nothing is typed.

import { Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

const SAID = "Tab now leaves the editor.";

export function tabLeavesUntilTyping(say) {
  let pointer = false;
  return [
    EditorView.domEventHandlers({
      pointerdown(_, view) { pointer = true; view.setTabFocusMode(false); },
      focus(_, view) { if (!pointer) view.setTabFocusMode(true); pointer = false; },
    }),
    EditorView.updateListener.of((update) => {
      if (update.transactions.some((each) => each.docChanged && each.isUserEvent("input"))) update.view.setTabFocusMode(false);
    }),
    Prec.low(keymap.of([{ key: "Escape", run(view) { view.setTabFocusMode(true); say(SAID); return true; } }])),
  ];
}
