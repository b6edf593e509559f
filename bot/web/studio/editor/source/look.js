// The editor in the page's own colours, in light, dark and forced colours. Token colours stand in studio.css by class.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const MONO = '"Liberation Mono", Consolas, Menlo, monospace';

// CodeMirror's own marks for faults are images inside its styles, which the page's policy refuses: drawn as text here.
export const look = [
  EditorView.theme({
    "&": { backgroundColor: "var(--page)", color: "var(--text)", border: "2px solid var(--line)" },
    "&.cm-focused": { outline: "3px solid var(--focus)", boxShadow: "0 0 0 6px var(--on-focus)" },
    ".cm-scroller": { fontFamily: MONO, fontSize: "1rem", lineHeight: "1.5", maxHeight: "70vh", overflow: "auto" },
    ".cm-content": { caretColor: "var(--text)", padding: ".5rem 0", minHeight: "12rem" },
    "@media (max-width: 45rem)": { ".cm-scroller": { fontSize: ".9375rem" } },
    ".cm-cursor": { borderLeft: "2px solid var(--text)" },
    ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--soft)", borderRight: "1px solid var(--hairline)" },
    ".cm-activeLine": { backgroundColor: "var(--active)" },
    ".cm-activeLineGutter": { backgroundColor: "var(--active)", color: "var(--text)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--selected)" },
    ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selected)" },
    ".cm-searchMatch": { backgroundColor: "var(--match)", color: "var(--on-focus)" },
    ".cm-searchMatch-selected": { outline: "2px solid var(--text)" },
    ".cm-lintRange-error, .cm-lintRange-warning": {
      backgroundImage: "none", backgroundColor: "var(--red-panel)", textDecoration: "underline wavy var(--danger)", textUnderlineOffset: "3px",
    },
    ".cm-lintRange-warning": { backgroundColor: "var(--amber-panel)", textDecoration: "underline dotted var(--amber)" },
    ".cm-diagnostic-warning": { borderLeftColor: "var(--amber)" },
    ".cm-lintRange-active": { backgroundColor: "var(--selected)" },
    ".cm-lint-marker": { width: "1.1em", height: "1.4em" },
    ".cm-gutter-lint": { width: "1.5em" },
    ".cm-lint-marker-error, .cm-lint-marker-warning": { content: "normal" },
    ".cm-lint-marker-error::after, .cm-lint-marker-warning::after": { content: '"!"', display: "block", textAlign: "center", fontWeight: "700", color: "var(--on-colour)", backgroundColor: "var(--red)", borderRadius: "2px" },
    ".cm-lint-marker-warning::after": { backgroundColor: "var(--amber)", color: "var(--page)" },
    ".cm-tooltip": { backgroundColor: "var(--page)", color: "var(--text)", border: "2px solid var(--text)", maxWidth: "min(36rem, 92vw)", fontFamily: "Arial, 'Liberation Sans', Helvetica, sans-serif" },
    ".cm-tooltip p": { margin: "0 0 .25rem" },
    ".cm-diagnostic": { padding: ".5rem .75rem", borderLeft: "6px solid var(--danger)", whiteSpace: "normal" },
    ".cm-diagnosticAction": { minHeight: "36px", padding: ".25rem .75rem", backgroundColor: "var(--page)", color: "var(--text)", border: "2px solid var(--line)", borderRadius: "4px", fontSize: "1rem" },
    ".cm-diagnosticSource": { display: "none" },
    ".cm-tooltip-autocomplete > ul": { fontFamily: MONO, maxHeight: "16rem" },
    ".cm-tooltip-autocomplete > ul > li": { padding: ".25rem .6rem", lineHeight: "1.5" },
    ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--link)", color: "var(--page)" },
    ".cm-completionDetail": { fontStyle: "normal", color: "inherit", marginLeft: ".75em" },
    ".cm-completionInfo": { padding: ".5rem .75rem" },
    ".cm-panels": { backgroundColor: "var(--panel)", color: "var(--text)" },
    ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
    ".cm-panels-bottom": { borderTop: "1px solid var(--line)" },
    ".cm-panel.cm-search": { padding: ".5rem 2.75rem .5rem .5rem", fontSize: "1rem" },
    ".cm-panel.cm-search label:has([name=re])": { display: "none" },
    ".cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label": { fontSize: "1rem", minHeight: "36px" },
    ".cm-panel.cm-search [name=close]": { minWidth: "36px", minHeight: "36px", fontSize: "1.5rem", color: "var(--text)" },
    ".cm-textfield, .cm-button": { backgroundImage: "none", backgroundColor: "var(--page)", color: "var(--text)", border: "2px solid var(--line)", borderRadius: "0" },
  }),
  syntaxHighlighting(HighlightStyle.define([
    { tag: [tags.definition(tags.propertyName), tags.propertyName], class: "y-key" },
    { tag: tags.string, class: "y-text" },
    { tag: [tags.lineComment, tags.comment], class: "y-comment" },
    { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], class: "y-mark" },
    { tag: tags.invalid, class: "y-wrong" },
  ])),
];
