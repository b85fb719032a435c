// What is used of the parser, which brings no types.
declare module "parse-prometheus-text-format" {
  export interface ParsedFamily {
    readonly name: string;
    readonly type: string;
    readonly metrics: readonly unknown[];
  }
  export default function parse(text: string): readonly ParsedFamily[];
}
