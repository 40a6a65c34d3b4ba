/** What a colour repeats of what the words say. */
export type Tone = 'good' | 'bad' | 'wait' | 'plain';
