import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";

interface Question {
  title: string;
  text: string;
  verb: string;
  onYes: () => void;
}

/** Asks before something that cannot be taken back. */
export const confirm = ({ title, text, verb, onYes }: Question) =>
  modals.openConfirmModal({
    title,
    children: (
      <Text size="sm" dir="auto">
        {text}
      </Text>
    ),
    labels: { confirm: verb, cancel: "Cancel" },
    confirmProps: { color: "red" },
    onConfirm: onYes,
  });
