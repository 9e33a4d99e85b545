import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { ApiError } from "../../../api/http";
import type { ProjectId } from "../../../api/projects";

interface Props {
  id: ProjectId;
  value: string;
  onChange: (filter: string) => void;
  fault: ApiError | undefined;
}

export function QueryBox({ value, onChange, fault }: Props) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <form
      className="query-box"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(text.trim());
      }}
    >
      <TextInput
        id="filter"
        dir="auto"
        aria-label="Filter runs"
        placeholder="Filter: dropout, tag:xception, logs/val/loss < 0.3 AND state = succeeded"
        leftSection={<IconSearch size={15} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={
          fault && (
            <span>
              {fault.message} {fault.hint}
            </span>
          )
        }
      />
    </form>
  );
}
