/** Announces a change; on updates with the attributes from before. */
export type Emit = (type: string, object: object, previous?: object) => void;

/** Has something happen of itself after a while, outside any request. */
export type Later = (ms: number, work: (emit: Emit) => void) => void;
