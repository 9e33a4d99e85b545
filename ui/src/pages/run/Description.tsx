import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import type { ProjectId } from "../../api/projects";
import { Markdown } from "../../parts/Markdown";
import { useWrite } from "./useWrite";

interface DescriptionProps {
  id: ProjectId;
  run: string;
  text: string;
  canWrite: boolean;
}

export function Description({ id, run, text, canWrite }: DescriptionProps) {
  const [draft, setDraft] = useState<string>();
  const write = useWrite(id, run);
  if (draft === undefined)
    return (
      <Stack gap="xs" align="flex-start">
        {text ? (
          <Markdown text={text} />
        ) : (
          <Text size="sm" c="dimmed">
            No description yet.
          </Text>
        )}
        {canWrite && (
          <Button size="compact-xs" variant="subtle" onClick={() => setDraft(text)}>
            {text ? "Edit" : "Write one"}
          </Button>
        )}
      </Stack>
    );
  const save = () =>
    write.mutate([{ op: "assign", path: "sys/description", kind: "string", value: draft }], {
      onSuccess: () => setDraft(undefined),
    });
  return (
    <Stack gap="xs">
      <Textarea
        dir="auto"
        autosize
        minRows={4}
        maxRows={20}
        data-autofocus
        aria-label="Description, Markdown"
        description="Markdown"
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
        }}
      />
      <Group gap="xs">
        <Button size="xs" loading={write.isPending} onClick={save}>
          Save
        </Button>
        <Button size="xs" variant="default" onClick={() => setDraft(undefined)}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
