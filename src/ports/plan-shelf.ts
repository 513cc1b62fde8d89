/** A plan that somebody handed in to the service. Its files stand in a folder of their own; this is what is asked across plans. */
export interface ShelvedPlan {
  readonly planId: string;
  /** Hash that an approval binds. */
  readonly hash: string;
  readonly name: string;
  readonly service: string;
  readonly environment: string;
  readonly author: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly guard: "allow" | "refuse";
  /** Changes of the plan that came with it, as `-o` takes them. */
  readonly overrides: readonly string[];
}

/** Somebody's word on a plan. Approvals that count are signed files beside the plan; this is who said what, and when. */
export interface PlanReviewEntry {
  readonly planId: string;
  readonly hash: string;
  readonly by: string;
  /** Epoch ms. */
  readonly at: number;
  readonly outcome: "approved" | "rejected";
  readonly comment: string | null;
}

export interface PlanShelf {
  /** Throws where the id is taken. */
  put(plan: ShelvedPlan): Promise<void>;
  /** What a plan turned out to be when it was prepared again, such as after a new engine. */
  update(planId: string, change: Pick<ShelvedPlan, "hash" | "guard">): Promise<void>;
  get(planId: string): Promise<ShelvedPlan | null>;
  /** Newest first, those after (older than) the plan `after`. Throws PA_CURSOR_INVALID where there is no such plan. */
  list(page: { limit: number; after: string | null }): Promise<readonly ShelvedPlan[]>;
  /** Plans that an approval of the hash is for, newest first. */
  ofHash(hash: string): Promise<readonly ShelvedPlan[]>;
  /** Plans of a name for an environment, newest first. */
  ofName(filter: {
    readonly name: string;
    readonly environment: string;
    readonly limit: number;
  }): Promise<readonly ShelvedPlan[]>;
  review(entry: PlanReviewEntry): Promise<void>;
  /** Newest first. */
  reviews(planId: string): Promise<readonly PlanReviewEntry[]>;
}
