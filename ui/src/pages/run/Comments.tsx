import { ActionIcon, Box, Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ProjectId } from "../../api/projects";
import { addComment, deleteComment, editComment, useComments } from "../../api/runs";
import { useSession } from "../../api/session";
import type { Comment } from "../../api/types";
import { formatAgo } from "../../lib/format";
import { Markdown } from "../../parts/Markdown";
import { complain, Failure, Loading } from "./states";

interface CommentsProps {
  id: ProjectId;
  run: string;
  canWrite: boolean;
}

export function Comments({ id, run, canWrite }: CommentsProps) {
  const { data, error, refetch } = useComments(id, run);
  const me = useSession().data?.user?.name;
  const change = useChange(id, run);
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Loading rows={2} />;
  return (
    <Stack gap="sm">
      {data.length === 0 && (
        <Text size="sm" c="dimmed">
          No comments yet.
        </Text>
      )}
      {data.map((comment) => (
        <Item key={comment.id} id={id} run={run} comment={comment} mine={canWrite && comment.author === me} />
      ))}
      {canWrite && (
        <Editor
          key={`new-${data.length}`}
          text=""
          label="Comment"
          busy={change.isPending}
          onSave={(text) => change.mutate(() => addComment(id, run, text))}
        />
      )}
    </Stack>
  );
}

function useChange(id: ProjectId, run: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: () => Promise<unknown>) => action(),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: ["project", id.ws, id.project, "run", run, "comments"] }),
    onError: complain("The comment was not saved"),
  });
}

function Item({ id, run, comment, mine }: { id: ProjectId; run: string; comment: Comment; mine: boolean }) {
  const [editing, setEditing] = useState(false);
  const change = useChange(id, run);
  return (
    <Box
      style={{ borderInlineStart: "3px solid var(--mantine-color-default-border)", paddingInlineStart: 10 }}
    >
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          <b dir="auto">{comment.author}</b> · {formatAgo(comment.createdAt)}
          {comment.editedAt ? " · edited" : ""}
        </Text>
        {mine && (
          <Group gap={2}>
            <ActionIcon
              size="sm"
              variant="subtle"
              aria-label="Edit comment"
              onClick={() => setEditing(!editing)}
            >
              <IconPencil size={14} />
            </ActionIcon>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="red"
              aria-label="Delete comment"
              loading={change.isPending}
              onClick={() => change.mutate(() => deleteComment(id, run, comment.id))}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </Group>
        )}
      </Group>
      {editing ? (
        <Editor
          text={comment.text}
          label="Save"
          busy={change.isPending}
          onSave={(text) =>
            change.mutate(() => editComment(id, run, comment.id, text), {
              onSuccess: () => setEditing(false),
            })
          }
        />
      ) : (
        <Markdown text={comment.text} />
      )}
    </Box>
  );
}

interface EditorProps {
  text: string;
  label: string;
  busy: boolean;
  onSave: (text: string) => void;
}
function Editor({ text, label, busy, onSave }: EditorProps) {
  const [draft, setDraft] = useState(text);
  const ready = draft.trim().length > 0;
  return (
    <Stack gap={6} align="flex-start">
      <Textarea
        dir="auto"
        w="100%"
        autosize
        minRows={2}
        maxRows={12}
        aria-label="Comment, Markdown"
        placeholder="Write a comment (Markdown)"
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (ready && event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSave(draft.trim());
        }}
      />
      <Button size="xs" disabled={!ready} loading={busy} onClick={() => onSave(draft.trim())}>
        {label}
      </Button>
    </Stack>
  );
}
