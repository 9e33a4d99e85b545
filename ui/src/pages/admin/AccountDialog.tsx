import { Alert, Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { createUser, resetPassword } from "../../api/session";
import { newPassword } from "../../lib/password";
import { Failure } from "../../parts/Failure";
import { Snippet } from "../../parts/Snippet";

interface Props {
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
  /** Whose password is set; undefined: a new account. */
  name?: string;
}

export const AccountDialog = (props: Props) => (
  <Modal
    opened={props.opened}
    onClose={props.onClose}
    title={props.name ? `A new password for ${props.name}` : "Add a user"}
    ta="start"
  >
    <AccountForm {...props} />
  </Modal>
);

function AccountForm({ onClose, onDone, name: existing }: Props) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState(newPassword);
  const [isAdmin, setAdmin] = useState(false);
  const [failure, setFailure] = useState<Error>();
  const [isDone, setDone] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await (existing ? resetPassword(existing, password) : createUser(name.trim(), password, isAdmin));
      setDone(true);
      onDone();
    } catch (error) {
      setFailure(error as Error);
    }
  };
  if (isDone) return <Told name={existing ?? name.trim()} password={password} onClose={onClose} />;
  return (
    <form onSubmit={(event) => void send(event)}>
      <Stack gap="sm">
        <Failure error={failure} />
        {!existing && (
          <TextInput
            label="User name"
            required
            dir="auto"
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <TextInput
          label="Password"
          description="Made by chance; change it if you like. 8 characters or more."
          required
          minLength={8}
          autoComplete="off"
          ff="monospace"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {!existing && (
          <Checkbox
            label="Administrator of this server"
            checked={isAdmin}
            onChange={(event) => setAdmin(event.currentTarget.checked)}
          />
        )}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!existing && !name.trim()}>
            {existing ? "Set the password" : "Add user"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const Told = ({ name, password, onClose }: { name: string; password: string; onClose: () => void }) => (
  <Stack gap="sm">
    <Alert color="green" variant="light">
      Tell <bdi>{name}</bdi> this password. It is shown this one time; they can change it in their account.
    </Alert>
    <Snippet text={password} label="Copy the password" />
    <Group justify="end">
      <Button onClick={onClose}>Done</Button>
    </Group>
  </Stack>
);
