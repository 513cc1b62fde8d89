import { EditorView } from "@codemirror/view";

/** The page's colours in the editor; they follow the scheme by themselves. */
export const editorTheme = EditorView.theme({
  "&": { backgroundColor: "var(--card)", color: "var(--ink)", fontSize: "13px", minHeight: "420px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": {
    fontFamily: 'ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, monospace',
    lineHeight: "1.55",
    maxHeight: "70vh",
    minHeight: "420px",
  },
  ".cm-content": { caretColor: "var(--ink)", padding: "8px 0" },
  // The whole editor is outlined, not the text beside its line numbers.
  ".cm-content:focus-visible": { outline: "none" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--faint)", border: "none" },
  ".cm-activeLine": { backgroundColor: "var(--hover)" },
  ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": { backgroundColor: "var(--accent-bg) !important" },
  ".cm-matchingBracket": { backgroundColor: "var(--note-bg)", outline: "1px solid var(--line-strong)" },
  ".cm-tooltip": {
    backgroundColor: "var(--card)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "8px",
    boxShadow: "var(--shadow-raised)",
    overflow: "hidden",
  },
  ".cm-tooltip-autocomplete > ul > li": { padding: "3px 10px" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent-bg)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--faint)", fontStyle: "normal", marginLeft: "14px" },
  ".cm-tooltip.cm-completionInfo": { padding: "8px 12px", maxWidth: "320px" },
  ".cm-diagnostic": { padding: "6px 12px" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--fail)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--warn)" },
});
