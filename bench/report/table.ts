// Tables and numbers as text: the first column to the left, the others to the right.

export type Cell = string | number | null;

/** Numbers with as many digits as help: 0.52, 5.2, 52, 5,200. A dash where there is nothing to say. */
export function say(cell: Cell): string {
  if (cell === null) return "-";
  if (typeof cell === "string") return cell;
  const digits = Math.abs(cell) >= 100 ? 0 : Math.abs(cell) >= 10 ? 1 : 2;
  return cell.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [head, ...rows.map((row) => row.map(say))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  const drawn = lines.map((line) =>
    widths
      .map((width, column) => {
        const cell = line[column] ?? "";
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd(),
  );
  const [top = "", ...rest] = drawn;
  return [top, "-".repeat(sum(widths) + 2 * (widths.length - 1)), ...rest].map((line) => `  ${line}`).join("\n");
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
