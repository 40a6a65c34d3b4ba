/** What the stack sends to a function's process. */
export interface InvokeMessage {
  requestId: string;
  functionArn: string;
  /** JSON. */
  payload: string;
  /** Milliseconds since 1970. */
  deadline: number;
}

/** A function's error as Lambda gives it to the caller. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/** What a function's process says once, when it has loaded its bundle. */
export interface LoadedMessage {
  loaded: true;
}

/** What a function's process answers. */
export type ResultMessage =
  | { requestId: string; payload: string }
  | { requestId: string; error: FunctionError };
