/**
 * JSON of an object with the event's text under `raw_data`, spliced in as it is: parsing it and writing it
 * again would change numbers beyond 2^53.
 */
export function withRawData(shown: object, rawText: string): string {
  const json = JSON.stringify(shown);
  return `${json.slice(0, -1)},"raw_data":${rawText}}`;
}
