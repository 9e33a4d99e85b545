import {
  Alert,
  Button,
  Checkbox,
  Group,
  Select,
  Table,
  Text,
  TextInput,
  VisuallyHidden,
} from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createToken, useTokens } from "../../api/session";
import { attempt, Failure } from "../../parts/Failure";
import { Section } from "../../parts/Page";
import { Snippet } from "../../parts/Snippet";
import { isPast, TokenRow } from "./TokenRow";

const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "never", label: "Never" },
];

export function Tokens() {
  const tokens = useTokens();
  const client = useQueryClient();
  const [fresh, setFresh] = useState<string>();
  const [showsPast, setShowsPast] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ["tokens"] });
  const all = tokens.data ?? [];
  const past = all.filter(isPast);
  const shown = showsPast ? all : all.filter((one) => !isPast(one));
  return (
    <Section
      title="API tokens"
      note={
        <>
          A program that sends a token acts as you. Set it as <code>NEPTUNE_API_TOKEN</code>, or send it as{" "}
          <code>Authorization: Bearer</code>.
        </>
      }
    >
      <Failure error={tokens.error} />
      <NewToken
        onMade={(token) => {
          setFresh(token);
          void refresh();
        }}
      />
      {fresh && (
        <Alert
          color="green"
          variant="light"
          mb="md"
          icon={<IconCircleCheck size={18} />}
          withCloseButton
          closeButtonLabel="Hide the token"
          onClose={() => setFresh(undefined)}
          title="Copy it now: it is shown this one time"
        >
          <Snippet text={fresh} label="Copy the token" />
        </Alert>
      )}
      {shown.length > 0 ? (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Created</Table.Th>
              <Table.Th>Expires</Table.Th>
              <Table.Th>Last used</Table.Th>
              <Table.Th w={90}>
                <VisuallyHidden>Actions</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((token) => (
              <TokenRow key={token.id} token={token} onDone={refresh} />
            ))}
          </Table.Tbody>
        </Table>
      ) : (
        tokens.isSuccess && <Text className="quiet">No token is valid now.</Text>
      )}
      {past.length > 0 && (
        <Checkbox
          mt="sm"
          size="xs"
          label={`Show revoked and expired ones (${past.length})`}
          checked={showsPast}
          onChange={(event) => setShowsPast(event.currentTarget.checked)}
        />
      )}
    </Section>
  );
}

function NewToken({ onMade }: { onMade: (token: string) => void }) {
  const [name, setName] = useState("");
  const [lifetime, setLifetime] = useState("365");
  const create = (event: FormEvent) => {
    event.preventDefault();
    const days = lifetime === "never" ? undefined : Number(lifetime);
    void attempt(async () => {
      onMade((await createToken(name.trim(), days)).token);
      setName("");
    });
  };
  return (
    <form onSubmit={create}>
      <Group align="end" mb="md">
        <TextInput
          label="Name"
          placeholder="laptop, cluster, CI…"
          dir="auto"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Expires after"
          data={lifetimes}
          value={lifetime}
          allowDeselect={false}
          onChange={(value) => setLifetime(value ?? "365")}
          w={140}
        />
        <Button type="submit" disabled={!name.trim()}>
          Create token
        </Button>
      </Group>
    </form>
  );
}
