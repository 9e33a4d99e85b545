import { Pill } from "@mantine/core";
import type { ColumnRef } from "../../api/types";
import { columnTitle } from "../../lib/columns";
import { removeTerm, splitTerms } from "../../lib/queryText";
import { columnKey } from "../../lib/urlState";

interface Props {
  filter: string;
  by: ColumnRef[];
  onFilter: (next: string) => void;
  onGroup: (next: ColumnRef[]) => void;
}

/** The conditions of the filter and what the runs are grouped by, each with a way to drop it. */
export function FilterChips({ filter, by, onFilter, onGroup }: Props) {
  const terms = splitTerms(filter);
  if (terms.length === 0 && by.length === 0) return null;
  return (
    <div className="runs-chips">
      {terms.map((term, i) => (
        <Pill
          key={term}
          withRemoveButton
          onRemove={() => onFilter(removeTerm(filter, i))}
          removeButtonProps={{ "aria-label": `Without ${term}`, "aria-hidden": false, tabIndex: 0 }}
        >
          <bdi>{shortTerm(term)}</bdi>
        </Pill>
      ))}
      {by.length > 0 && <span className="quiet">grouped by</span>}
      {by.map((one) => (
        <Pill
          key={columnKey(one)}
          withRemoveButton
          onRemove={() => onGroup(by.filter((other) => other !== one))}
          removeButtonProps={{
            "aria-label": `Do not group by ${columnTitle(one).name}`,
            "aria-hidden": false,
            tabIndex: 0,
          }}
        >
          <bdi>{columnTitle(one).name}</bdi>
        </Pill>
      ))}
    </div>
  );
}

/** `sys/tags CONTAINS "x"` reads as `tag: x`. */
const shortTerm = (term: string) =>
  term
    .replace(/^`?sys\/tags`?(?::stringSet)? CONTAINS "(.*)"$/, "tag: $1")
    .replace(/^`?sys\/experiment\/is_head`? = true$/, "heads of experiments")
    .replace(/^`?sys\/(state|owner|hostname)`?(?::\w+)? = "?([^"]*)"?$/, "$1: $2");
