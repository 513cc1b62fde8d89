import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, type Text } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useEffectEvent, useRef } from "react";
import { editorColours } from "./editor-colours.ts";
import { planNamesAt } from "./declared-names.ts";
import { editorTheme } from "./editor-theme.ts";
import { schemaOptions } from "./schema-options.ts";
import { yamlPlace } from "./yaml-place.ts";

/** A mistake or warning at a place; lines and columns count from 1. */
export interface EditorMark {
  readonly severity: "error" | "warning";
  readonly line: number;
  readonly column: number | null;
  readonly text: string;
}

export interface YamlEditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Name for screen readers. */
  readonly label: string;
  /** JSON Schema that completion offers by; null: none. */
  readonly schema: Readonly<Record<string, unknown>> | null;
  readonly marks: readonly EditorMark[];
  /** The line to go to; another object goes there again. */
  readonly goTo: { readonly line: number } | null;
}

/**
 * An editor of YAML: completion by a schema, mistakes at their lines. Tab leaves it, as everywhere on the page; Enter takes what completion
 * offers and keeps the indent.
 */
export function YamlEditor({ value, onChange, label, schema, marks, goTo }: YamlEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const schemaNow = useRef(schema);
  const first = useRef(value);
  const tell = useEffectEvent(onChange);
  useEffect(() => {
    schemaNow.current = schema;
  }, [schema]);

  useEffect(() => {
    const { current: parent } = box;
    if (parent === null) return undefined;
    const made = new EditorView({
      parent,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          yaml(),
          syntaxHighlighting(editorColours),
          autocompletion({ icons: false, override: [(context) => complete(context, schemaNow.current)] }),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) tell(update.state.doc.toString());
          }),
          editorTheme,
        ],
      }),
    });
    view.current = made;
    return () => {
      first.current = made.state.doc.toString();
      made.destroy();
      view.current = null;
    };
  }, [label]);

  useEffect(() => {
    const { current } = view;
    if (current === null || current.state.doc.toString() === value) return;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const { current } = view;
    if (current === null) return;
    const { doc } = current.state;
    current.dispatch(
      setDiagnostics(
        current.state,
        marks.map((mark) => diagnosticOf(mark, doc)),
      ),
    );
  }, [marks, label]);

  useEffect(() => {
    const { current } = view;
    if (current === null || goTo === null) return;
    const { from } = lineIn(current.state.doc, goTo.line);
    current.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    current.focus();
  }, [goTo]);

  return <div ref={box} />;
}

function complete(context: CompletionContext, schema: YamlEditorProps["schema"]): CompletionResult | null {
  if (schema === null) return null;
  const text = context.state.doc.toString();
  const place = yamlPlace(text, context.pos);
  if (place === null || (place.typed === "" && !context.explicit)) return null;
  const options = schemaOptions(schema, place, (path) => planNamesAt(text, path));
  if (options.length === 0) return null;
  return {
    from: place.from,
    validFor: /^[\w$./ -]*$/u,
    options: options.map(({ label, detail, description, isKey }) => ({
      label,
      detail,
      type: isKey ? "property" : "constant",
      apply: isKey ? `${label}: ` : label,
      ...(description === "" ? {} : { info: description }),
    })),
  };
}

function diagnosticOf({ severity, line, column, text }: EditorMark, doc: Text): Diagnostic {
  const { from, to, text: typed } = lineIn(doc, line);
  const indent = typed.length - typed.trimStart().length;
  const start = Math.min(to, from + (column === null ? indent : column - 1));
  const word = /^[^\s,:}\]]+/u.exec(typed.slice(start - from))?.[0].length ?? 0;
  return { from: start, to: column === null ? to : Math.min(to, start + Math.max(1, word)), severity, message: text };
}

function lineIn(doc: Text, line: number): { from: number; to: number; text: string } {
  return doc.line(Math.min(doc.lines, Math.max(1, line)));
}
