import { Button, Table } from "@mantine/core";
import { revokeToken } from "../../api/session";
import type { Token } from "../../api/types";
import { confirm } from "../../parts/confirm";
import { attempt } from "../../parts/Failure";
import { Time } from "../../parts/Time";

const isExpired = (token: Token) => !!token.expiresAt && Date.parse(token.expiresAt) <= Date.now();
/** Whether the server refuses it. */
export const isPast = (token: Token) => token.revoked || isExpired(token);

export function TokenRow({ token, onDone }: { token: Token; onDone: () => void }) {
  const revoke = () =>
    confirm({
      title: "Revoke a token",
      text: `What uses ${token.name} is refused from now on.`,
      verb: "Revoke",
      onYes: () => void attempt(() => revokeToken(token.id)).then(onDone),
    });
  return (
    <Table.Tr className={isPast(token) ? "quiet" : undefined}>
      <Table.Td>
        <bdi>{token.name}</bdi>
      </Table.Td>
      <Table.Td>
        <Time at={token.createdAt} />
      </Table.Td>
      <Table.Td>
        <Time at={token.expiresAt} />
      </Table.Td>
      <Table.Td>
        <Time at={token.lastUsedAt} ago />
      </Table.Td>
      <Table.Td ta="end">
        {token.revoked ? (
          "revoked"
        ) : isExpired(token) ? (
          "expired"
        ) : (
          <Button size="compact-xs" variant="subtle" color="red" onClick={revoke}>
            Revoke
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
