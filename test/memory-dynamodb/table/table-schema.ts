export interface KeyAttribute {
  name: string;
  type: 'S' | 'N' | 'B';
}

export interface KeySchema {
  hash: KeyAttribute;
  range: KeyAttribute | undefined;
}

export interface IndexSchema {
  name: string;
  keys: KeySchema;
  /** The attributes that it holds beside all keys; undefined: every one. */
  projected: string[] | undefined;
}

export interface TableSchema {
  name: string;
  keys: KeySchema;
  indexes: IndexSchema[];
}

export const keyAttributes = ({ hash, range }: KeySchema): KeyAttribute[] => (range ? [hash, range] : [hash]);
