import type { Policy } from "../contract/policy.ts";
import type { ActiveRuns } from "../ports/active-runs.ts";
import type { AnswerBook } from "../ports/answer-book.ts";
import type { ApprovalSigner } from "../ports/approval-signer.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { BaselineBook } from "../ports/baseline-book.ts";
import type { Documents } from "../ports/documents.ts";
import type { JobQueue } from "../ports/job-queue.ts";
import type { EngineProvisioner, FoundEngine, LoadEngine } from "../ports/load-engine.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { LanguageModel } from "../ports/language-model.ts";
import type { Outbox, Sinks } from "../ports/outbox.ts";
import type { PlanShelf } from "../ports/plan-shelf.ts";
import type { Processes } from "../ports/processes.ts";
import type { RunFolders } from "../ports/run-folders.ts";
import type { RunStore } from "../ports/run-store.ts";
import type { SampleCollectors } from "../ports/sample-collector.ts";
import type { SecretSource } from "../ports/secret-source.ts";
import type { StoreBackup } from "../ports/store-backup.ts";
import type { Clock, NameResolver, System } from "../ports/system.ts";
import type { TargetProbe } from "../ports/target-probe.ts";
import type { TokenBook } from "../ports/token-book.ts";

/** What is kept across runs, in one place. */
export interface Store {
  readonly runs: RunStore;
  readonly outbox: Outbox;
  readonly audit: AuditLog;
  readonly ledger: Ledger;
  readonly book: BaselineBook;
  readonly shelf: PlanShelf;
  readonly jobs: JobQueue;
  readonly tokens: TokenBook;
  readonly answers: AnswerBook;
}

/** What every use case works with. `compose.ts` fills it in. */
export interface Agent {
  readonly version: string;
  readonly system: System;
  readonly clock: Clock;
  readonly documents: Documents;
  readonly resolver: NameResolver;
  readonly probe: TargetProbe;
  readonly processes: Processes;
  readonly signer: ApprovalSigner;
  /** Key of somebody who approves: this machine's own for everybody, or in the service a key of each person. */
  readonly signerOf: (name: string) => ApprovalSigner;
  readonly secrets: SecretSource;
  readonly provisioner: EngineProvisioner;
  readonly engine: (found: FoundEngine) => LoadEngine;
  readonly model: LanguageModel;
  readonly collectors: SampleCollectors;
  readonly folders: RunFolders;
  /** Opens the store of runs once; later calls give the same. */
  readonly store: () => Promise<Store>;
  /** Where the store of runs lives, for `doctor`. */
  readonly storePath: string;
  /** Copies the store of runs, without opening it for anything else. */
  readonly backup: StoreBackup;
  /** Opens the list of this machine's runs once; later calls give the same. */
  readonly activeRuns: () => Promise<ActiveRuns>;
  /** Where messages of the outbox go under a policy: its webhooks. */
  readonly sinks: (policy: Policy) => Sinks;
  /** Machine's policy file, when there is one. */
  readonly machinePolicyFile: string;
  /** The list of project policies that were trusted on this machine: a JSON array of SHA-256 digests. */
  readonly trustFile: string;
  /** Private folder for what a run's clean-up needs after our death. */
  readonly recoveryDirectory: string;
  /** Lets go of what was opened. */
  readonly close: () => Promise<void>;
}
