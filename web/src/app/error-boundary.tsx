import { Component, type ReactNode } from "react";
import { ProblemNotice } from "../components/problem-notice.tsx";

interface State {
  /** null: nothing broke. */
  readonly problem: { readonly error: unknown } | null;
}

/** Keeps a page that breaks from taking the others with it. After an update of the service a page's file may be gone: loading again helps. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { problem: null };

  static getDerivedStateFromError(error: unknown): State {
    return { problem: { error } };
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
