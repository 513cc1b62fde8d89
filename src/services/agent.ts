import type { Documents } from "../ports/documents.ts";
import type { EngineProvisioner, FoundEngine, LoadEngine } from "../ports/load-engine.ts";
import type { RunFolders } from "../ports/run-folders.ts";
import type { RunStore } from "../ports/run-store.ts";
import type { SampleCollectors } from "../ports/sample-collector.ts";
import type { Clock, NameResolver, System } from "../ports/system.ts";
import type { TargetProbe } from "../ports/target-probe.ts";

/** What every use case works with. `compose.ts` fills it in. */
export interface Agent {
  readonly version: string;
  readonly system: System;
  readonly clock: Clock;
  readonly documents: Documents;
  readonly resolver: NameResolver;
  readonly probe: TargetProbe;
  readonly provisioner: EngineProvisioner;
  readonly engine: (found: FoundEngine) => LoadEngine;
  readonly collectors: SampleCollectors;
  readonly folders: RunFolders;
  /** Opens the store of runs once; later calls give the same. */
  readonly store: () => Promise<RunStore>;
  /** Where the store of runs lives, for `doctor`. */
  readonly storePath: string;
  /** Machine's policy file, when there is one. */
  readonly machinePolicyFile: string;
  /** The list of project policies that were trusted on this machine: a JSON array of SHA-256 digests. */
  readonly trustFile: string;
  /** Lets go of what was opened. */
  readonly close: () => Promise<void>;
}
