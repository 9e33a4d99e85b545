import { Alert, Button, Center, Skeleton, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ReactNode } from "react";
import { ApiError } from "../../api/http";

export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof ApiError ? error.hint : undefined;
  return (
    <Alert color="red" title={<span dir="auto">{message}</span>} role="alert">
      <Stack gap="xs" align="flex-start">
        {hint && (
          <Text size="sm" dir="auto">
            {hint}
          </Text>
        )}
        {retry && (
          <Button size="xs" variant="light" color="red" onClick={retry}>
            Retry
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

export function Nothing({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Center mih={160}>
      <Stack gap={4} align="center">
        <Text fw={600}>{title}</Text>
        {children && (
          <Text size="sm" c="dimmed" ta="center" maw={480} component="div">
            {children}
          </Text>
        )}
      </Stack>
    </Center>
  );
}

export function Loading({ rows = 6 }: { rows?: number }) {
  return (
    <Stack gap="xs" aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, i) => `row-${i}`).map((key) => (
        <Skeleton key={key} height={22} />
      ))}
    </Stack>
  );
}

export const complain = (title: string) => (error: unknown) =>
  notifications.show({
    color: "red",
    title,
    message: error instanceof Error ? error.message : String(error),
  });
