import * as v from 'valibot';

/** The kill switch: while it is on, nothing is charged and nothing is refunded. */
export const PauseView = v.object({
  paused: v.boolean(),
  /** Why, for whoever looks at night. */
  reason: v.string(),
  /** ISO 8601; null if it was never touched. */
  updated: v.nullable(v.string()),
  updated_by: v.nullable(v.string()),
});
export type PauseSetting = v.InferOutput<typeof PauseView>;

/** What operators change without a deployment. */
export interface SettingsStore {
  /** Consistent read. */
  paused(): Promise<PauseSetting>;
  setPaused(setting: PauseSetting): Promise<void>;
}
