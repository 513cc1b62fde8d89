import { Component, type ReactNode } from "react";
import { ProblemNotice } from "../components/problem-notice.tsx";

interface Props {
  /** Where the reader is: what broke elsewhere is forgotten. */
  readonly path: string;
  readonly children: ReactNode;
}

interface State {
  readonly path: string;
  /** null: nothing broke. */
  readonly problem: { readonly error: unknown } | null;
}

/** Keeps a page that breaks from taking the others with it. After an update of the service a page's file may be gone: loading again helps. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { path: this.props.path, problem: null };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { problem: { error } };
  }

  static getDerivedStateFromProps({ path }: Props, state: State): State | null {
    return path === state.path ? null : { path, problem: null };
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    return (
      <div style={{ padding: "28px", maxWidth: 760 }}>
        <ProblemNotice problem={problem.error} onRetry={() => window.location.reload()} />
      </div>
    );
  }
}
