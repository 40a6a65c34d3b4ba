/** Something that happened, to be told to whoever watches the stack. */
export type Report =
  | { kind: 'request'; method: string; path: string; status: number; ms: number }
  | { kind: 'invocation'; function: string; pid: number; ms: number; error?: string }
  | { kind: 'log'; function: string; level: string; message: string }
  | { kind: 'signal'; type: string; source: string; id: string }
  | { kind: 'mail'; to: string[]; subject: string }
  | { kind: 'denied'; principal: string; action: string; resource: string }
  | { kind: 'dead-letter'; queue: string; message: string }
  | { kind: 'fault'; operation: string; action: string }
  | { kind: 'notice'; message: string };

export type Tell = (report: Report) => void;
