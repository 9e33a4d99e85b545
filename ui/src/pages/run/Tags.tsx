import { Group, Pill, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ProjectId } from "../../api/projects";
import { useWrite } from "./useWrite";

interface TagsProps {
  id: ProjectId;
  run: string;
  tags: string[];
  canWrite: boolean;
}

export function Tags({ id, run, tags, canWrite }: TagsProps) {
  const [draft, setDraft] = useState("");
  const write = useWrite(id, run);
  const add = () => {
    const tag = draft.trim();
    if (!tag || write.isPending) return;
    if (tags.includes(tag)) setDraft("");
    else
      write.mutate([{ op: "addToSet", path: "sys/tags", values: [tag] }], { onSuccess: () => setDraft("") });
  };
  return (
    <Group gap={6}>
      {tags.map((tag) => (
        <Pill
          key={tag}
          dir="auto"
          withRemoveButton={canWrite}
          removeButtonProps={{ "aria-label": `Remove tag ${tag}` }}
          onRemove={() => write.mutate([{ op: "removeFromSet", path: "sys/tags", values: [tag] }])}
        >
          {tag}
        </Pill>
      ))}
      {tags.length === 0 && !canWrite && (
        <Text size="sm" c="dimmed">
          No tags
        </Text>
      )}
      {canWrite && (
        <TextInput
          size="xs"
          w={130}
          dir="auto"
          aria-label="Add a tag"
          placeholder="Add a tag"
          value={draft}
          disabled={write.isPending}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") add();
          }}
          onBlur={add}
        />
      )}
    </Group>
  );
}
