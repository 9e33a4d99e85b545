import { Button, Group, Modal, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlayerStop, IconX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ProjectId } from "../../api/projects";
import { stopRun } from "../../api/runs";
import { plural } from "../../lib/format";
import { complain } from "./states";

type StopKind = "stop" | "abort";

export function StopButtons({ id, run }: { id: ProjectId; run: string }) {
  const [asked, setAsked] = useState<StopKind>();
  const send = useMutation({
    mutationFn: (kind: StopKind) => stopRun(id, run, kind),
    onSuccess: ({ delivered }) =>
      notifications.show({
        color: delivered ? "green" : "orange",
        title: delivered ? "Signal sent" : "Nobody was listening",
        message: delivered
          ? `${plural(delivered, "client")} got the signal.`
          : "No client of this run is connected, so nothing was stopped.",
      }),
    onError: complain("The run could not be stopped"),
    onSettled: () => setAsked(undefined),
  });
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant="light"
        leftSection={<IconPlayerStop size={14} />}
        onClick={() => setAsked("stop")}
      >
        Stop
      </Button>
      <Button
        size="xs"
        variant="light"
        color="red"
        leftSection={<IconX size={14} />}
        onClick={() => setAsked("abort")}
      >
        Abort
      </Button>
      <Modal
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={asked === "abort" ? "Abort this run?" : "Stop this run?"}
        centered
      >
        <Text size="sm">
          {asked === "abort"
            ? "The training process is ended at once. What it has not logged yet is lost."
            : "The client ends its connection in order and sends what is still waiting."}
        </Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setAsked(undefined)}>
            Cancel
          </Button>
          <Button
            color={asked === "abort" ? "red" : undefined}
            loading={send.isPending}
            onClick={() => asked && send.mutate(asked)}
          >
            {asked === "abort" ? "Abort" : "Stop"}
          </Button>
        </Group>
      </Modal>
    </Group>
  );
}
